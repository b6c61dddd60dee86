package io.foundryidentity.agent.instrumentation.armeria;

import static net.bytebuddy.matcher.ElementMatchers.declaresMethod;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.matcher.ElementMatchers;

/**
 * Armeria's write timeout from 1.0 on; Netty's instrumentation authorizes what Armeria writes.
 *
 * <p>The timer starts before the write of a request's head, which Netty's instrumentation may hold,
 * and it is one second by default. Public: the runtime makes one.
 */
public final class ArmeriaInstrumentation implements ClientInstrumentation {

  private static final String CLIENT = "com/linecorp/armeria/client/";

  private static final ElementMatcher<MethodDescription> FAIL =
      ElementMatchers.<MethodDescription>named("failAndReset")
          .and(ElementMatchers.takesArguments(Throwable.class));

  @Override
  public String client() {
    return "armeria";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    return Arrays.asList(
        // Older versions have one class, newer ones a superclass of several
        JoinPoint.in(CLIENT + "HttpRequestSubscriber", FAIL, WriteTimeoutAdvice.class)
            .inGeneration(declaresMethod(FAIL)),
        JoinPoint.in(CLIENT + "AbstractHttpRequestHandler", FAIL, WriteTimeoutAdvice.class));
  }

  /** Netty's instrumentation has it. */
  @Override
  public List<String> earlyTypes() {
    return Collections.emptyList();
  }
}
