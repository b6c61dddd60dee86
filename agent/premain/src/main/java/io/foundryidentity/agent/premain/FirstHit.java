package io.foundryidentity.agent.premain;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.AccessController;
import java.security.PrivilegedExceptionAction;
import java.security.ProtectionDomain;
import java.util.Enumeration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * The one transformer: waits for the first class of a client, and then brings the agent in.
 *
 * <p>Until then a loaded class costs one map look-up. The first hit appends the bootstrap part
 * (never earlier: appending makes some JVMs print a line about class data sharing) and asks the
 * isolated side for the transformer that does the work; from then on hits go straight to it.
 *
 * <p>The hit happens while a thread of the application loads a class, and two may do so at once.
 * The second waits for the first, but not for ever: the first may need a JDK class that the second
 * is just initialising. Whatever slips through, by that or because the JVM does not call
 * transformers for classes which load inside a transformer, {@link #catchUp} finds.
 */
final class FirstHit implements ClassFileTransformer, Runnable {

  private static final long LONGEST_WAIT_SECONDS = 10;

  private final JoinPointNames names;
  private final JarFile jar;
  private final Function<Instrumentation, ClassFileTransformer> runtime;
  private final Instrumentation instrumentation;

  private final ReentrantLock installing = new ReentrantLock();
  private final Map<String, Boolean> seen = new ConcurrentHashMap<>();
  private volatile @Nullable ClassFileTransformer installed;
  private volatile @Nullable Throwable failed;

  /** Whether to install without waiting for a hit. */
  private volatile boolean wanted;

  FirstHit(
      JoinPointNames names,
      JarFile jar,
      Function<Instrumentation, ClassFileTransformer> runtime,
      Instrumentation instrumentation) {
    this.names = names;
    this.jar = jar;
    this.runtime = runtime;
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
      // The application's rights are those of the thread, and need not be enough
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
    // Held already: this very thread is bringing the agent in, and loads what catchUp finds later
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
      loadOwnClasses();
      instrumentation.appendToBootstrapClassLoaderSearch(jar);
      installed = runtime.apply(instrumentation);
    } catch (Throwable failure) {
      failed = failure;
      report("the agent", failure);
      return;
    }
    hitNow();
  }

  /** Why the agent could not be brought in; null where it could, or where none has tried. */
  @Nullable Throwable failure() {
    return failed;
  }

  /** Brings the agent in, if no hit has done so, and catches up; on a thread of its own. */
  void hitNow() {
    wanted = true;
    catchUpSoon();
  }

  /** {@link #catchUp} on a thread of its own. */
  void catchUpSoon() {
    Thread thread = new Thread(this, "foundry-identity-catch-up");
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.start();
  }

  /**
   * Once the jar is appended, the bootstrap loader finds this package in it too, and a class of it
   * that loads only then would come from there, a stranger to the ones that are loaded already.
   */
  private void loadOwnClasses() throws ClassNotFoundException {
    String folder = FirstHit.class.getPackage().getName().replace('.', '/') + '/';
    for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
      String name = entries.nextElement().getName();
      if (name.startsWith(folder) && name.endsWith(".class")) {
        Class.forName(
            name.substring(0, name.length() - ".class".length()).replace('/', '.'),
            false,
            FirstHit.class.getClassLoader());
      }
    }
  }

  /** What that thread does; a lambda would load the lambda machinery. */
  @Override
  public void run() {
    try {
      if (!wanted || installed() != null) {
        catchUp();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  /** Retransforms the classes of clients that were loaded without passing through here. */
  void catchUp() {
    if (!instrumentation.isRetransformClassesSupported()) {
      return;
    }
    Class<?> @Nullable [] all = instrumentation.getAllLoadedClasses();
    if (all == null) {
      return; // The JVM is ending: its tool interface has no answer any more
    }
    for (Class<?> loaded : all) {
      if (names.mayContain(loaded.getName())) {
        catchUp(loaded);
      }
    }
  }

  private void catchUp(Class<?> loaded) {
    String className = loaded.getName().replace('.', '/');
    if (names.contains(className)
        && !(loaded.getClassLoader() instanceof IsolatedClassLoader)
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
    System.err.println(
        "foundry-identity: "
            + what
            + " could not be instrumented ("
            + failure
            + "); its requests go out unsigned");
  }
}
