package io.foundryidentity.agent.instrumentation.testing;

import java.lang.reflect.Field;
import java.util.Map;

/**
 * What the bridge remembers of requests and connections until it forgets them, or they are gone.
 */
final class RememberedRequests {

  private RememberedRequests() {}

  static int count() throws ReflectiveOperationException {
    Class<?> bearers = Class.forName("io.foundryidentity.agent.bootstrap.SentBearers", true, null);
    Field sent = bearers.getDeclaredField("SENT");
    sent.setAccessible(true);
    return ((Map<?, ?>) sent.get(null)).size();
  }
}
