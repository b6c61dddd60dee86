package io.foundryidentity.agent.instrumentation.joddhttp;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Jodd HTTP.
 *
 * <p>The request is the application's own object, which goes from hop to hop and can be looked at
 * all the time, and whose {@code toString} goes through the very method that writes the head. So
 * only what {@code send} itself writes is authorized ({@link SendAdvice}, {@link SendToAdvice}),
 * and the token goes into the bytes to send, never into the headers ({@link HeadAdvice}). Public:
 * the runtime makes one.
 */
public final class JoddHttpInstrumentation implements ClientInstrumentation {

  private static final String PACKAGE = "jodd/http/";

  @Override
  public String client() {
    return "jodd-http";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    return Arrays.asList(
        JoinPoint.in(
            PACKAGE + "net/SocketHttpConnectionProvider",
            named("createHttpConnection").and(takesArguments(1)),
            CreateConnectionAdvice.class),
        JoinPoint.in(
            PACKAGE + "HttpRequest", named("_send").and(takesArguments(0)), SendAdvice.class),
        // Before 5.0 there was no such class
        JoinPoint.in(
                PACKAGE + "HttpBase", named("sendTo").and(takesArguments(1)), SendToAdvice.class)
            .requiringType(PACKAGE + "HttpBase$Defaults"),
        JoinPoint.in(
            PACKAGE + "HttpBase",
            named("populateHeaderAndBody").and(takesArguments(3)),
            HeadAdvice.class));
  }

  /** The request's own class is the first of the client's that an application uses. */
  @Override
  public List<String> earlyTypes() {
    return Collections.singletonList(PACKAGE + "HttpRequest");
  }
}
