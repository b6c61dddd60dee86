package io.foundryidentity.agent.instrumentation.support;

import java.lang.instrument.Instrumentation;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that a client's class loader can see the bridge before its classes call it.
 *
 * <p>Most loaders delegate to their parent, up to the bootstrap loader. Those of OSGi and JBoss
 * Modules do not: they know which packages a bundle may see. The system properties that change this
 * belong to the operator, so instead the loader's {@code loadClass} is changed to delegate that one
 * package ({@link BridgeDelegationAdvice}). Only loaders that hide the bridge and load a client are
 * changed, whatever their name.
 *
 * <p>Felix hides the package from a bundle's own classes only; other callers, such as this class,
 * can load it. So this class loads all of the bridge's classes through the loader: the JVM then
 * gives them to the bundle's classes too, without asking the loader again.
 */
public final class BridgeVisibility {

  private static final long LONGEST_WAIT_SECONDS = 10;

  private final Instrumentation instrumentation;
  private final Executor threads;
  private final Map<ClassLoader, Boolean> seeing =
      Collections.synchronizedMap(new WeakHashMap<ClassLoader, Boolean>());

  /** For a JVM in which nothing else than the agent matters. */
  public BridgeVisibility(Instrumentation instrumentation) {
    this(instrumentation, task -> new Thread(task).start());
  }

  /**
   * @param threads runs each task on another thread, which takes nothing from the caller's
   */
  public BridgeVisibility(Instrumentation instrumentation, Executor threads) {
    this.instrumentation = instrumentation;
    this.threads = threads;
  }

  Executor threads() {
    return threads;
  }

  Instrumentation instrumentation() {
    return instrumentation;
  }

  void ensure(@Nullable ClassLoader loader) throws UnexpectedShapeException {
    if (loader == null || seeing.containsKey(loader)) {
      return;
    }
    if (!sees(loader)) {
      delegate(loader);
      if (!sees(loader)) {
        throw new UnexpectedShapeException(
            "its class loader, a " + loader.getClass().getName() + ", hides the agent's bridge");
      }
    }
    seeing.put(loader, Boolean.TRUE);
  }

  private static boolean sees(ClassLoader loader) {
    try {
      for (String name : BridgeClasses.NAMES) {
        if (Class.forName(name, false, loader).getClassLoader() != null) {
          return false; // Another class of that name, not the bootstrap loader's
        }
      }
      return true;
    } catch (ClassNotFoundException | LinkageError hidden) {
      return false;
    }
  }

  /**
   * Uses another thread: this one is inside a transformer, where the JVM calls no transformer for
   * the classes that it loads or retransforms.
   */
  private void delegate(ClassLoader loader) throws UnexpectedShapeException {
    BridgeDelegation delegation = new BridgeDelegation(instrumentation, loader.getClass());
    CountDownLatch done = new CountDownLatch(1);
    threads.execute(
        () -> {
          try {
            delegation.run();
          } finally {
            done.countDown();
          }
        });
    try {
      // If that is not enough, the loader still hides the bridge
      boolean unused = done.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UnexpectedShapeException("the thread that loads it was interrupted");
    }
  }
}
