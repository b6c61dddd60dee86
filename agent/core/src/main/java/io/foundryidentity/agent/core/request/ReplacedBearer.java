package io.foundryidentity.agent.core.request;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns once where a bearer that is replaced belongs to somebody else: an application that calls in
 * its users' names would silently call in its own.
 */
final class ReplacedBearer {

  private static final Logger LOG = LoggerFactory.getLogger(ReplacedBearer.class);

  static {
    // Now, and not when a first token wakes many virtual threads at once: one would load that
    // class, and the others would hold their carrier threads meanwhile
    Jwt.load();
  }

  private final String target;
  private final AtomicBoolean looked = new AtomicBoolean();

  ReplacedBearer(String target) {
    this.target = target;
  }

  void note(String existing, String ours) {
    if (looked.get() || existing.equals(ours) || !Jwt.isBearer(existing)) {
      return;
    }
    String theirs = Jwt.objectId(existing);
    if (theirs != null && !theirs.equals(Jwt.objectId(ours)) && looked.compareAndSet(false, true)) {
      LOG.warn(
          "{}: the application sends a token of another identity, and this agent replaces it;"
              + " existing-bearer=keep leaves such tokens in place",
          target);
    }
  }
}
