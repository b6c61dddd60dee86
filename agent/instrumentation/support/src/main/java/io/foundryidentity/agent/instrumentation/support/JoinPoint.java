package io.foundryidentity.agent.instrumentation.support;

import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/** One method of one class of a client, and the advice that goes into it. */
public final class JoinPoint {

  private final String type;
  private final ElementMatcher<? super MethodDescription> method;
  private final Class<?> advice;

  private JoinPoint(
      String type, ElementMatcher<? super MethodDescription> method, Class<?> advice) {
    this.type = type;
    this.method = method;
    this.advice = advice;
  }

  /**
   * Advice for a method.
   *
   * @param type the class's name with slashes; a copy of it that was shaded into another package is
   *     found too, and the advice follows it there
   * @param method must match at least one method, else the client is left alone with a log line
   * @param advice its methods are inlined; they carry {@code suppress = Throwable.class}
   */
  public static JoinPoint in(
      String type, ElementMatcher<? super MethodDescription> method, Class<?> advice) {
    return new JoinPoint(type, method, advice);
  }

  public String type() {
    return type;
  }

  ElementMatcher<? super MethodDescription> method() {
    return method;
  }

  Class<?> advice() {
    return advice;
  }
}
