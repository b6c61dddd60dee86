package io.foundryidentity.agent.azure;

import com.azure.core.util.Context;
import com.azure.core.util.tracing.Tracer;
import org.jspecify.annotations.Nullable;

/**
 * Records nothing. With a tracer of its own a pipeline looks for none: not in the service files,
 * and not in the options, whose classes read the process's configuration.
 */
final class NoTracer implements Tracer {

  @Override
  public Context start(String methodName, Context context) {
    return context;
  }

  @Override
  public void end(@Nullable String message, @Nullable Throwable throwable, Context context) {}

  @Override
  public void setAttribute(String key, String value, Context context) {}

  @Override
  public AutoCloseable makeSpanCurrent(Context context) {
    return () -> {};
  }

  @Override
  public boolean isEnabled() {
    return false;
  }
}
