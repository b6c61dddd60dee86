package io.foundryidentity.agent.instrumentation.copilotsdk;

import io.foundryidentity.agent.instrumentation.support.ProxyExceptions;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The environment that the program is started with. Its proxies are not used for the gateway
 * ({@link ProxyExceptions}). The change is made during the start only, in the SDK's copy of the
 * options' map.
 */
final class CliEnvironment {

  private final Object options;
  private final VarHandle environment;
  private final @Nullable Object before;
  private @Nullable Changed during;

  private CliEnvironment(Object options, VarHandle environment) {
    this.options = options;
    this.environment = environment;
    Object found = environment.get(options);
    // Another client with the same options is starting now.
    this.before = found instanceof Changed changed ? changed.before : found;
  }

  /**
   * @return to call {@link #restore} on; null if nothing was changed
   */
  static @Nullable CliEnvironment change(MethodHandles.Lookup sdk, Object options)
      throws ReflectiveOperationException {
    VarHandle field =
        MethodHandles.privateLookupIn(options.getClass(), sdk)
            .findVarHandle(options.getClass(), "environment", Map.class);
    CliEnvironment environment = new CliEnvironment(options, field);
    Map<String, String> exceptions = ProxyExceptions.forLoopback(environment.asStarted());
    if (exceptions.isEmpty()) {
      return null;
    }
    environment.set(exceptions);
    return environment;
  }

  @SuppressWarnings("unchecked")
  private Map<String, String> asStarted() {
    return before == null ? System.getenv() : (Map<String, String>) before;
  }

  private void set(Map<String, String> exceptions) {
    during = new Changed(asStarted(), before);
    during.putAll(exceptions);
    environment.set(options, during);
  }

  /** Restores it, unless the application or another client's start has set another one since. */
  void restore() {
    environment.compareAndSet(options, during, before);
  }

  /** Also has the application's original map. */
  private static final class Changed extends HashMap<String, String> {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Object before;

    Changed(Map<String, String> variables, @Nullable Object before) {
      super(variables);
      this.before = before;
    }
  }
}
