package io.foundryidentity.agent.instrumentation.copilotsdk;

import io.foundryidentity.agent.instrumentation.support.ProxyExceptions;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The environment that the program is started in: no proxy of it is asked for the gateway ({@link
 * ProxyExceptions}), for the time of the start and in the SDK's copy of the options' map.
 */
final class CliEnvironment {

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
    Map<String, String> asStarted = environment.asStarted();
    Map<String, String> exceptions = ProxyExceptions.forLoopback(asStarted);
    if (exceptions.isEmpty()) {
      return null;
    }
    Map<String, String> changed = new HashMap<>(asStarted);
    changed.putAll(exceptions);
    field.set(options, changed);
    return environment;
  }

  @SuppressWarnings("unchecked")
  private Map<String, String> asStarted() {
    return before == null ? System.getenv() : (Map<String, String>) before;
  }

  void restore() {
    environment.set(options, before);
  }
}
