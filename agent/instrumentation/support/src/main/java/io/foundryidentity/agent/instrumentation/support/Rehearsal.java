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
 * Weaves advice once, for nobody, on a thread of the agent's.
 *
 * <p>Most of what the first weaving takes is the loading of some five hundred classes of Byte
 * Buddy's. It would stand in the way of the first request; a client's early class tells of that
 * request before it is there.
 *
 * <p>Whoever weaves in earnest waits for it, or plays it where nobody has: those classes are set up
 * by one thread alone.
 */
public final class Rehearsal {

  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

  private static final SetUpOnce PLAY = new SetUpOnce(Rehearsal::play);

  private final AtomicBoolean begun = new AtomicBoolean();
  private final Executor threads;

  public Rehearsal(Executor threads) {
    this.threads = threads;
  }

  /** Returns at once; only the first call has an effect. */
  public void begin() {
    if (!begun.compareAndSet(false, true)) {
      return;
    }
    try {
      threads.execute(PLAY);
    } catch (RuntimeException | Error noThread) {
      LOG.debug("no thread to rehearse on", noThread);
    }
  }

  /** Returns once it was played. */
  static void await() {
    PLAY.await();
  }

  private static void play() {
    try {
      weave();
    } catch (Throwable failure) {
      // A client's class says so loudly if it fails for the same cause
      LOG.debug("the rehearsal failed", failure);
    }
  }

  static byte @Nullable [] weave() throws UnexpectedShapeException, IOException {
    String name = Scene.class.getName();
    String className = name.replace('.', '/');
    ClassLoader loader = Rehearsal.class.getClassLoader();
    byte[] classFile = ClassFileLocator.ForClassLoader.of(loader).locate(name).resolve();
    return new AdviceWeaver()
        .weave(
            Collections.singletonList(
                JoinPoint.in(className, named("play"), RehearsalAdvice.class)),
            "",
            loader,
            className,
            classFile);
  }

  /** What advice goes into. */
  static class Scene {
    String kept = "";

    String play(String line) {
      return kept + line;
    }
  }
}
