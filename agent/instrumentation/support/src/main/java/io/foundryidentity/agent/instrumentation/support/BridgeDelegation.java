package io.foundryidentity.agent.instrumentation.support;

import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one kind of class loader delegate the bridge's package; run once for each such class. */
final class BridgeDelegation implements ClassFileTransformer, Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(BridgeDelegation.class);

  private static final JoinPoint LOAD_CLASS =
      JoinPoint.in(
          "java/lang/ClassLoader",
          named("loadClass").and(not(isStatic())).and(takesArgument(0, String.class)),
          BridgeDelegationAdvice.class);

  private final Instrumentation instrumentation;
  private final List<Class<?>> loaderClasses = new ArrayList<>();

  BridgeDelegation(Instrumentation instrumentation, Class<?> loaderClass) {
    this.instrumentation = instrumentation;
    for (Class<?> type = loaderClass;
        type != null && type != ClassLoader.class;
        type = type.getSuperclass()) {
      if (declaresLoadClass(type)) {
        loaderClasses.add(type);
      }
    }
  }

  private static boolean declaresLoadClass(Class<?> type) {
    for (Method method : type.getDeclaredMethods()) {
      if (method.getName().equals("loadClass")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void run() {
    instrumentation.addTransformer(this, true);
    for (Class<?> loaderClass : loaderClasses) {
      try {
        instrumentation.retransformClasses(loaderClass);
        LOG.debug("{} can now load the agent's bridge", loaderClass.getName());
      } catch (Throwable failure) {
        LOG.warn(
            "{} could not be changed to load the agent's bridge", loaderClass.getName(), failure);
      }
    }
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    if (className == null || redefined == null || !loaderClasses.contains(redefined)) {
      return null;
    }
    try {
      WeavingWarmUp.await();
      return new AdviceWeaver()
          .weave(Collections.singletonList(LOAD_CLASS), "", loader, className, classFile);
    } catch (Throwable failure) {
      LOG.warn("{} could not be changed to load the agent's bridge", className, failure);
      return null;
    }
  }
}
