package io.foundryidentity.agent.instrumentation.@package@;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import java.util.Collections;
import java.util.List;

/**
 * TODO: the client, and why its requests are authorized in this method and no other.
 *
 * <p>Public: the runtime makes one.
 */
public final class @type@Instrumentation implements ClientInstrumentation {

  @Override
  public String client() {
    return "@name@";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    return Collections.singletonList(
        // TODO: the class, with slashes, and the method that writes the head of one hop
        JoinPoint.in(
            "todo/@package@/Connection",
            named("writeRequestHeaders").and(takesArguments(1)),
            AuthorizeAdvice.class));
  }

  @Override
  public List<String> earlyTypes() {
    // TODO: a class that the application loads before its first request, such as a builder
    return Collections.emptyList();
  }
}
