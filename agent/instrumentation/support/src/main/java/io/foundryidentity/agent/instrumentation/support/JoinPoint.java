package io.foundryidentity.agent.instrumentation.support;

import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.matcher.ElementMatchers;

/** One method of one class of a client, and the advice that goes into it. */
public final class JoinPoint {

  private final String type;
  private final ElementMatcher<? super MethodDescription> method;
  private final Class<?> advice;
  private final ElementMatcher<? super TypeDescription> generation;

  private JoinPoint(
      String type,
      ElementMatcher<? super TypeDescription> generation,
      ElementMatcher<? super MethodDescription> method,
      Class<?> advice) {
    this.type = type;
    this.generation = generation;
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
    return new JoinPoint(type, ElementMatchers.any(), method, advice);
  }

  /**
   * The same for one generation of a client only: for class names that another generation, with an
   * instrumentation of its own, has as well.
   *
   * @param thatGeneration a class that is not of it is no business of this join point
   */
  public JoinPoint where(ElementMatcher<? super TypeDescription> thatGeneration) {
    return new JoinPoint(type, thatGeneration, method, advice);
  }

  public String type() {
    return type;
  }

  ElementMatcher<? super TypeDescription> generation() {
    return generation;
  }

  ElementMatcher<? super MethodDescription> method() {
    return method;
  }

  Class<?> advice() {
    return advice;
  }
}
