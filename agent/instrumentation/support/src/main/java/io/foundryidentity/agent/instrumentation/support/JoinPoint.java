package io.foundryidentity.agent.instrumentation.support;

import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/** One method of one class of a client, and the advice that goes into it. */
public final class JoinPoint {

  private final String type;
  private final ElementMatcher<? super MethodDescription> method;
  private final Class<?> advice;
  private final boolean required;

  private JoinPoint(
      String type,
      ElementMatcher<? super MethodDescription> method,
      Class<?> advice,
      boolean required) {
    this.type = type;
    this.method = method;
    this.advice = advice;
    this.required = required;
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
    return new JoinPoint(type, method, advice, true);
  }

  /**
   * {@link #in} for a method that some versions inherit from a class which has its own join point:
   * its absence says nothing.
   */
  public static JoinPoint whereDeclared(
      String type, ElementMatcher<? super MethodDescription> method, Class<?> advice) {
    return new JoinPoint(type, method, advice, false);
  }

  public String type() {
    return type;
  }

  ElementMatcher<? super MethodDescription> method() {
    return method;
  }

  boolean isRequired() {
    return required;
  }

  Class<?> advice() {
    return advice;
  }
}
