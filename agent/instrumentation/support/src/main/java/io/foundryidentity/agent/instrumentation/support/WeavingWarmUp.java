package io.foundryidentity.agent.instrumentation.support;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.io.IOException;
import java.util.Collections;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Weaves advice into a sample class once, on an agent thread, so that Byte Buddy is loaded before
 * the first request needs it.
 *
 * <p>The first weaving loads about five hundred Byte Buddy classes, which takes most of its time.
 * The warm-up starts when a client's early class loads, which is before the client's first request.
 *
 * <p>A thread that weaves a client's class waits for the warm-up, or runs it itself if it has not
 * started: two threads that initialize Byte Buddy's classes at the same time can deadlock.
 */
public final class WeavingWarmUp {

  private static final Logger LOG = LoggerFactory.getLogger(WeavingWarmUp.class);

  private static final OneTimeTask RUN = new OneTimeTask(WeavingWarmUp::weaveOrLog);

  private final AtomicBoolean started = new AtomicBoolean();
  private final Executor threads;

  public WeavingWarmUp(Executor threads) {
    this.threads = threads;
  }

  /** Returns at once; only the first call has an effect. */
  public void start() {
    if (!started.compareAndSet(false, true)) {
      return;
    }
    try {
      threads.execute(RUN);
    } catch (RuntimeException | Error noThread) {
      LOG.debug("no thread for the warm-up", noThread);
    }
  }

  /** Returns when the warm-up has run. */
  static void await() {
    RUN.await();
  }

  private static void weaveOrLog() {
    try {
      weave();
    } catch (Throwable failure) {
      // If this fails for a client's class too, that is logged as a warning
      LOG.debug("the warm-up failed", failure);
    }
  }

  static byte @Nullable [] weave() throws UnexpectedShapeException, IOException {
    String name = Sample.class.getName();
    String className = name.replace('.', '/');
    ClassLoader loader = WeavingWarmUp.class.getClassLoader();
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
