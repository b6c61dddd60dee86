package io.foundryidentity.agent.core.request;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns once if a replaced bearer token belongs to another identity: an application that sends
 * requests as its users would then, without notice, send them as the agent's identity.
 */
final class ReplacedBearer {

  private static final Logger LOG = LoggerFactory.getLogger(ReplacedBearer.class);

  static {
    // Now, and not when a first token resumes many virtual threads at once: one would load that
    // class, and the others would pin their carrier threads until then
    Jwt.load();
  }

  private final String target;
  private final AtomicBoolean looked = new AtomicBoolean();

  /** The last token that needs no warning, as an application sends the same one many times. */
  private volatile WeakReference<@Nullable String> known = new WeakReference<>(null);

  ReplacedBearer(String target) {
    this.target = target;
  }

  void note(String existing, String ours) {
    if (looked.get()
        || existing.equals(ours)
        || existing.equals(known.get())
        || !Jwt.isBearer(existing)) {
      return;
    }
    String theirs = Jwt.objectId(existing);
    if (theirs == null || theirs.equals(Jwt.objectId(ours))) {
      known = new WeakReference<>(existing);
    } else if (looked.compareAndSet(false, true)) {
      LOG.warn(
          "{}: the application sends a token of another identity, and this agent replaces it;"
              + " existing-bearer=keep leaves such tokens in place",
          target);
    }
  }
}
