package io.foundryidentity.agent.instrumentation.testing;

import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The bearers that the bridge remembers with requests; what it knows of connections is not one. */
final class RememberedBearers {

  private RememberedBearers() {}

  /** Each by the bridge's own object, which no other one equals. */
  static Set<Object> now() throws ReflectiveOperationException {
    Class<?> bearers = Class.forName("io.foundryidentity.agent.bootstrap.SentBearers", true, null);
    Field all = bearers.getDeclaredField("SENT");
    all.setAccessible(true);
    Set<Object> now = new HashSet<>();
    for (Object sent : ((Map<?, ?>) all.get(null)).values()) {
      Field value = sent.getClass().getDeclaredField("value");
      value.setAccessible(true);
      if (value.get(sent) != null) {
        now.add(sent);
      }
    }
    return now;
  }
}
