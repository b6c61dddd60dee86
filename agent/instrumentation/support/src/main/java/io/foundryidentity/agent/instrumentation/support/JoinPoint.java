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
  private final @Nullable String requiredType;
  private final Renames renames;
  private final Class<?> enterAdvice;

  private JoinPoint(
      String type,
      ElementMatcher<? super TypeDescription> generation,
      @Nullable String requiredType,
      ElementMatcher<? super MethodDescription> method,
      Class<?> advice,
      Class<?> enterAdvice,
      Renames renames) {
    this.type = type;
    this.generation = generation;
    this.requiredType = requiredType;
    this.method = method;
    this.advice = advice;
    this.renames = renames;
    this.enterAdvice = enterAdvice;
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
    return new JoinPoint(type, ElementMatchers.any(), null, method, advice, advice, Renames.NONE);
  }

  /**
   * Limits this join point to one generation of a client. Use it where another generation, with an
   * instrumentation of its own, has a class of the same name.
   *
   * @param thatGeneration classes that it does not match are ignored
   */
  public JoinPoint inGeneration(ElementMatcher<? super TypeDescription> thatGeneration) {
    return new JoinPoint(type, thatGeneration, requiredType, method, advice, enterAdvice, renames);
  }

  /**
   * Requires another class of the client. Use it where a version is not supported and this class
   * alone does not show that.
   *
   * @param other the class's name with slashes; without it the client is left alone with a log line
   */
  public JoinPoint requiringType(String other) {
    return new JoinPoint(type, generation, other, method, advice, enterAdvice, renames);
  }

  /**
   * The same place in a relative of the client, whose classes have other names. The advice is read
   * with them; what the matchers ask for must hold for both.
   *
   * @param relative from the names that the advice was compiled against to those of the relative
   */
  public JoinPoint renamed(Renames relative) {
    String required = requiredType == null ? null : relative.rename(requiredType);
    return new JoinPoint(
        relative.rename(type), generation, required, method, advice, enterAdvice, relative);
  }

  /**
   * Takes what runs at the method's begin from another class; of the advice itself only the exit
   * stays. Use it where relatives of a client differ in what the exit has to know.
   *
   * @param enter has one method with {@code OnMethodEnter}; the exit gets its value as {@code
   *     Advice.Enter}
   */
  public JoinPoint entering(Class<?> enter) {
    return new JoinPoint(type, generation, requiredType, method, advice, enter, renames);
  }

  public String type() {
    return type;
  }

  ElementMatcher<? super TypeDescription> generation() {
    return generation;
  }

  @Nullable String requiredType() {
    return requiredType;
  }

  ElementMatcher<? super MethodDescription> method() {
    return method;
  }

  Class<?> advice() {
    return advice;
  }

  /** The same as {@link #advice} where nothing else was said. */
  Class<?> enterAdvice() {
    return enterAdvice;
  }

  Renames renames() {
    return renames;
  }
}
