package io.foundryidentity.agent.instrumentation.support;

import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.matcher.ElementMatchers;
import org.jspecify.annotations.Nullable;

/** One method of one class of a client, and the advice that goes into it. */
public final class JoinPoint {

  private final String type;
  private final ElementMatcher<? super MethodDescription> method;
  private final Class<?> advice;
  private final ElementMatcher<? super TypeDescription> generation;
  private final @Nullable String companion;

  private JoinPoint(
      String type,
      ElementMatcher<? super TypeDescription> generation,
      @Nullable String companion,
      ElementMatcher<? super MethodDescription> method,
      Class<?> advice) {
    this.type = type;
    this.generation = generation;
    this.companion = companion;
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
    return new JoinPoint(type, ElementMatchers.any(), null, method, advice);
  }

  /**
   * The same for one generation of a client only: for class names that another generation, with an
   * instrumentation of its own, has as well.
   *
   * @param thatGeneration a class that is not of it is no business of this join point
   */
  public JoinPoint where(ElementMatcher<? super TypeDescription> thatGeneration) {
    return new JoinPoint(type, thatGeneration, companion, method, advice);
  }

  /**
   * The same for versions alone that have another class too: what they lack who do not have it
   * cannot be seen in this one.
   *
   * @param other the class's name with slashes; without it the client is left alone with a log line
   */
  public JoinPoint besides(String other) {
    return new JoinPoint(type, generation, other, method, advice);
  }

  public String type() {
    return type;
  }

  ElementMatcher<? super TypeDescription> generation() {
    return generation;
  }

  @Nullable String companion() {
    return companion;
  }

  ElementMatcher<? super MethodDescription> method() {
    return method;
  }

  Class<?> advice() {
    return advice;
  }
}
