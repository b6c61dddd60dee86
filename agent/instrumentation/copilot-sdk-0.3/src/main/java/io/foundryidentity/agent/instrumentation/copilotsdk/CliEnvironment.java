package io.foundryidentity.agent.instrumentation.copilotsdk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The environment that the program is started in.
 *
 * <p>The program asks the proxy of its environment for every address, 127.0.0.1 too: a proxy would
 * get what is meant for the gateway, or a token over plain http. So where there is a proxy that
 * address is taken out of it, for the time of the start and in the SDK's copy of the options' map.
 */
final class CliEnvironment {

  private static final Set<String> PROXIES = Set.of("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY");
  private static final String[] EXCEPTIONS = {"NO_PROXY", "no_proxy"};
  private static final String LOOPBACK = "127.0.0.1";

  private final Object options;
  private final VarHandle environment;
  private final @Nullable Object before;

  private CliEnvironment(Object options, VarHandle environment) {
    this.options = options;
    this.environment = environment;
    this.before = environment.get(options);
  }

  /**
   * @return what {@link #restore} is to be asked of; null where nothing was changed
   */
  static @Nullable CliEnvironment change(MethodHandles.Lookup sdk, Object options)
      throws ReflectiveOperationException {
    VarHandle field =
        MethodHandles.privateLookupIn(options.getClass(), sdk)
            .findVarHandle(options.getClass(), "environment", Map.class);
    CliEnvironment environment = new CliEnvironment(options, field);
    Map<String, String> changed = changed(environment.asStarted());
    if (changed == null) {
      return null;
    }
    field.set(options, changed);
    return environment;
  }

  @SuppressWarnings("unchecked")
  private Map<String, String> asStarted() {
    return before == null ? System.getenv() : (Map<String, String>) before;
  }

  /** The same without a proxy for the loopback address; null where there is none. */
  static @Nullable Map<String, String> changed(Map<String, String> environment) {
    if (environment.keySet().stream().noneMatch(CliEnvironment::isProxy)) {
      return null;
    }
    Map<String, String> changed = new HashMap<>(environment);
    for (String name : EXCEPTIONS) {
      String other = environment.get(name.equals("NO_PROXY") ? "no_proxy" : "NO_PROXY");
      String exceptions = environment.getOrDefault(name, other == null ? "" : other);
      changed.put(name, exceptions.isBlank() ? LOOPBACK : exceptions + "," + LOOPBACK);
    }
    return changed;
  }

  private static boolean isProxy(String name) {
    return PROXIES.contains(name.toUpperCase(Locale.ROOT));
  }

  void restore() {
    environment.set(options, before);
  }
}
