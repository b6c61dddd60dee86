package io.foundryidentity.agent.premain;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.AccessController;
import java.security.PrivilegedExceptionAction;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one transformer: waits for the first class of a client, and then installs the agent.
 *
 * <p>Until then each loaded class costs one look-up. The first hit gets the transformer that does
 * the work from the isolated side, which also defines the bridge's classes in the bootstrap loader.
 * All later hits are passed to it.
 *
 * <p>A hit happens while a thread of the application loads a class, and two threads can have one at
 * the same time. The second waits for the first, but with a limit: the first may need a JDK class
 * that the second is initializing. Classes that are missed, by that limit or because the JVM does
 * not call transformers for classes that load inside a transformer, are found by {@link #catchUp}.
 */
final class FirstHit implements ClassFileTransformer, Runnable {

  private static final long LONGEST_WAIT_SECONDS = 10;

  private final JoinPointNames names;
  private final Function<Instrumentation, ClassFileTransformer> runtime;
  private final Executor threads;
  private final Instrumentation instrumentation;

  private final ReentrantLock installing = new ReentrantLock();
  private final Object catchingUp = new Object();
  private final Map<String, Boolean> seen = new ConcurrentHashMap<>();
  private volatile @Nullable ClassFileTransformer installed;
  private volatile @Nullable Throwable failed;

  FirstHit(
      JoinPointNames names,
      Function<Instrumentation, ClassFileTransformer> runtime,
      Executor threads,
      Instrumentation instrumentation) {
    this.names = names;
    this.runtime = runtime;
    this.threads = threads;
    this.instrumentation = instrumentation;
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    if (className == null || !names.contains(className) || loader instanceof IsolatedClassLoader) {
      return null;
    }
    try {
      // The thread has the application's permissions, which may not be enough
      return AccessController.doPrivileged(
          new PrivilegedExceptionAction<byte @Nullable []>() {
            @Override
            public byte @Nullable [] run() throws Exception {
              return hit(loader, className, redefined, domain, classFile);
            }
          });
    } catch (Throwable failure) {
      report(className, failure);
      return null;
    }
  }

  private byte @Nullable [] hit(
      @Nullable ClassLoader loader,
      String className,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile)
      throws Exception {
    ClassFileTransformer delegate = installed();
    if (delegate == null) {
      return null;
    }
    seen.put(key(loader, className), Boolean.TRUE);
    return delegate.transform(loader, className, redefined, domain, classFile);
  }

  private @Nullable ClassFileTransformer installed() throws InterruptedException {
    ClassFileTransformer done = installed;
    // Held by this thread: it is installing the agent, and catchUp finds what it loads meanwhile
    if (done != null || failed != null || installing.isHeldByCurrentThread()) {
      return done;
    }
    if (!installing.tryLock(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
      return null;
    }
    try {
      if (installed == null && failed == null) {
        install();
      }
      return installed;
    } finally {
      installing.unlock();
    }
  }

  private void install() {
    try {
      installed = runtime.apply(instrumentation);
    } catch (Throwable failure) {
      failed = failure;
      report("the agent", failure);
      return;
    }
    hitNow();
  }

  /** Why the agent could not be installed; null if it could, or if it was not tried yet. */
  @Nullable Throwable failure() {
    return failed;
  }

  /** Installs the agent, if no hit has done so, and catches up, on another thread. */
  void hitNow() {
    if (installed != null) {
      threads.execute(this);
      return;
    }
    // The agent's own threads need a class of the bridge, which is not defined yet
    Thread thread = new Thread(this, "foundry-identity-catch-up");
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.start();
  }

  /** The other thread's work; a lambda here would load many JDK classes. */
  @Override
  public void run() {
    try {
      if (installed() != null) {
        catchUp();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Instruments what is loaded already, on this thread: none of it is left when this returns.
   *
   * <p>Before {@code main} that is what an AOT cache has loaded (Java 25 and later), or another
   * agent. If there is nothing, this is one look at the loaded classes, and the agent waits for its
   * first hit.
   */
  void catchUpNow() {
    catchUp();
    if (installed != null) {
      // What loaded while the agent came in
      catchUp();
    }
  }

  /**
   * Retransforms the classes of clients that were loaded without this transformer.
   *
   * <p>One thread at a time: a class counts as {@link #seen} before its advice is in, so a second
   * thread would not wait for it.
   */
  private void catchUp() {
    synchronized (catchingUp) {
      retransformLoaded();
    }
  }

  private void retransformLoaded() {
    if (!instrumentation.isRetransformClassesSupported()) {
      return;
    }
    Class<?> @Nullable [] all = instrumentation.getAllLoadedClasses();
    if (all == null) {
      return; // The JVM is ending, so JVMTI does not work any more
    }
    for (Class<?> loaded : all) {
      if (names.contains(loaded.getName())) {
        catchUp(loaded);
      }
    }
  }

  private void catchUp(Class<?> loaded) {
    String className = loaded.getName().replace('.', '/');
    if (!(loaded.getClassLoader() instanceof IsolatedClassLoader)
        && !seen.containsKey(key(loaded.getClassLoader(), className))) {
      try {
        instrumentation.retransformClasses(loaded);
      } catch (Throwable failure) {
        report(className, failure);
      }
    }
  }

  private static String key(@Nullable ClassLoader loader, String className) {
    return className + '@' + System.identityHashCode(loader);
  }

  private static void report(String what, Throwable failure) {
    Notice.print(
        what
            + " could not be instrumented ("
            + Notice.of(failure)
            + "); its requests are sent without a token");
  }
}
