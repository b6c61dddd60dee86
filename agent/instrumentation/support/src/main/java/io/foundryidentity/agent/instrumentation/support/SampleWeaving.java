package io.foundryidentity.agent.instrumentation.support;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.io.IOException;
import java.util.Collections;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.jspecify.annotations.Nullable;

/** What the {@link WeavingWarmUp} does. */
final class SampleWeaving {

  private SampleWeaving() {}

  static byte @Nullable [] weave() throws UnexpectedShapeException, IOException {
    String name = Sample.class.getName();
    String className = name.replace('.', '/');
    ClassLoader loader = SampleWeaving.class.getClassLoader();
    byte[] classFile = ClassFileLocator.ForClassLoader.of(loader).locate(name).resolve();
    return new AdviceWeaver()
        .weave(
            Collections.singletonList(JoinPoint.in(className, named("append"), WarmUpAdvice.class)),
            "",
            loader,
            className,
            classFile);
  }

  /** The class that the advice is woven into. */
  static class Sample {
    String text = "";

    String append(String more) {
      return text + more;
    }
  }
}
