package io.foundryidentity.agent.instrumentation.copilotsdk;

import io.foundryidentity.agent.bootstrap.WeakIdentity;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the SDK's connections, by the SDK's objects, which nothing here keeps.
 *
 * <p>No {@code WeakHashMap}: an application may drop a client that it never closed, say because its
 * program died, and then the ways that were opened for it are to be closed all the same. That is
 * done when the next connection is asked for.
 */
final class Connections {

  private final Map<WeakIdentity, CliConnection> known = new HashMap<>();
  private final ReferenceQueue<Object> gone = new ReferenceQueue<>();

  synchronized @Nullable CliConnection find(Object connection) {
    closeGone();
    return known.get(new WeakIdentity(connection, null));
  }

  synchronized void put(Object connection, CliConnection described) {
    known.put(new WeakIdentity(connection, gone), described);
  }

  synchronized @Nullable CliConnection remove(Object connection) {
    return known.remove(new WeakIdentity(connection, null));
  }

  private void closeGone() {
    for (Reference<?> key = gone.poll(); key != null; key = gone.poll()) {
      CliConnection left = known.remove(key);
      if (left != null) {
        left.close();
      }
    }
  }
}
