package io.foundryidentity.agent.instrumentation.copilotsdk;

import io.foundryidentity.agent.bootstrap.WeakIdentity;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The SDK's connections, with weak references to the SDK's objects.
 *
 * <p>This is not a {@code WeakHashMap}: if an application drops a client without closing it, for
 * example because its program died, the routes of that client must still be closed. This is done
 * when the next connection is looked up.
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
