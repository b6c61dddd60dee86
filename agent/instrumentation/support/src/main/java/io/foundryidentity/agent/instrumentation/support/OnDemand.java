package io.foundryidentity.agent.instrumentation.support;

import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Instruments a client of the JDK when it is needed, and not at the start. */
public final class OnDemand {

  private static final Logger LOG = LoggerFactory.getLogger(OnDemand.class);

  private OnDemand() {}

  /**
   * Loads the client's classes, if necessary, and transforms them. Do not call it inside a
   * transformer: there the JVM calls no transformer for what the thread does.
   */
  public static void instrument(
      ClientInstrumentation client, BridgeVisibility bridge, DetectedClients detected) {
    Instrumentation instrumentation = bridge.instrumentation();
    try {
      List<Class<?>> types = new ArrayList<>();
      for (JoinPoint joinPoint : client.joinPoints()) {
        types.add(Class.forName(joinPoint.type().replace('/', '.'), false, null));
      }
      Runnable nothing = () -> {};
      instrumentation.addTransformer(
          new ClientTransformer(Collections.singleton(client), bridge, detected, nothing), true);
      instrumentation.retransformClasses(types.toArray(new Class<?>[0]));
    } catch (Throwable failure) {
      LOG.warn("{} is not instrumented", client.client(), failure);
    }
  }
}
