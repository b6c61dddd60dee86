package io.foundryidentity.agent.instrumentation.support;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.io.IOException;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.bytecode.member.MethodInvocation;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/**
 * Inlines advice into a class file.
 *
 * <p>The class is decorated, not rebuilt: its members stay as they are, which is also all that a
 * retransformation may do. Of the type's hierarchy nothing is resolved (declared methods only):
 * another agent may have added an interface to it that cannot be found by name.
 */
final class AdviceWeaver {

  private final ByteBuddy byteBuddy =
      new ByteBuddy()
          .with(TypeValidation.DISABLED)
          .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE);

  private final ClassFileLocator agentClasses =
      ClassFileLocator.ForClassLoader.of(AdviceWeaver.class.getClassLoader());

  /** What inlined advice does with an exception of its own: the bridge sorts it out. */
  private final Advice.ExceptionHandler onFailure;

  AdviceWeaver() {
    try {
      onFailure =
          new Advice.ExceptionHandler.Simple(
              MethodInvocation.invoke(
                  new MethodDescription.ForLoadedMethod(
                      AuthorizationBridge.class.getMethod("adviceFailed", Throwable.class))));
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * @param prefix the package that the client was shaded under, with a slash at its end, or empty
   * @return null where every join point is another generation's
   */
  byte @Nullable [] weave(
      List<JoinPoint> joinPoints,
      String prefix,
      @Nullable ClassLoader loader,
      String className,
      byte[] classFile)
      throws UnexpectedShapeException, IOException {
    String typeName = className.replace('/', '.');
    ClassFileLocator locator =
        new ClassFileLocator.Compound(
            ClassFileLocator.Simple.of(typeName, classFile),
            loader == null
                ? ClassFileLocator.ForClassLoader.ofBootLoader()
                : ClassFileLocator.ForClassLoader.of(loader));
    TypeDescription type = TypePool.Default.of(locator).describe(typeName).resolve();
    DynamicType.Builder<?> woven = byteBuddy.decorate(type, locator);
    boolean concerned = false;
    for (JoinPoint joinPoint : joinPoints) {
      if (!joinPoint.generation().matches(type)) {
        continue;
      }
      concerned = true;
      if (type.getDeclaredMethods().filter(joinPoint.method()).isEmpty()) {
        throw new UnexpectedShapeException(
            typeName + " has no method that matches: " + joinPoint.method());
      }
      String required = joinPoint.requiredType();
      if (required != null) {
        String requiredName = (prefix + required).replace('/', '.');
        if (!locator.locate(requiredName).isResolved()) {
          throw new UnexpectedShapeException(typeName + " does not have " + requiredName);
        }
      }
      woven = woven.visit(advice(joinPoint, prefix, locator));
    }
    return concerned ? woven.make().getBytes() : null;
  }

  private AsmVisitorWrapper advice(
      JoinPoint joinPoint, String prefix, ClassFileLocator clientClasses) {
    // A shaded copy of a renamed relative has both: the shading found the relative's names
    Renames shading = prefix.isEmpty() ? Renames.NONE : Renames.shading(joinPoint.type(), prefix);
    ClassFileLocator adviceClasses =
        RenamedAdviceLocator.of(
            RenamedAdviceLocator.of(agentClasses, joinPoint.renames()), shading);
    ClassFileLocator both = new ClassFileLocator.Compound(adviceClasses, clientClasses);
    TypePool types =
        new TypePool.Default(
            new TypePool.CacheProvider.Simple(),
            both,
            TypePool.Default.ReaderMode.FAST,
            new BridgeTypes());
    TypeDescription advice = types.describe(joinPoint.advice().getName()).resolve();
    TypeDescription enter = types.describe(joinPoint.enterAdvice().getName()).resolve();
    Advice woven =
        enter.equals(advice)
            ? Advice.to(advice, adviceClasses)
            : Advice.to(enter, advice, adviceClasses);
    return woven.withExceptionHandler(onFailure).on(joinPoint.method());
  }
}
