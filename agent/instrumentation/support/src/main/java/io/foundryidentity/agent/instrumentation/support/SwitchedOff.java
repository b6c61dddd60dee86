package io.foundryidentity.agent.instrumentation.support;

import java.lang.instrument.Instrumentation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clients that are left alone, because one of their classes does not have the expected shape.
 *
 * <p>A client that is instrumented in part is worse than one that is not instrumented. So it is
 * switched off as a whole: advice is taken out of the classes that have it, and classes that load
 * later stay unchanged. This is done for each class loader: another application of the same JVM may
 * have a version that is supported.
 */
final class SwitchedOff {

  private static final Logger LOG = LoggerFactory.getLogger(SwitchedOff.class);

  /** The key for the bootstrap loader, which is null. */
  private static final Object BOOTSTRAP = new Object();

  private final Instrumentation instrumentation;
  private final Executor threads;
  private final Map<Object, Map<String, Client>> byLoader = new WeakHashMap<>();

  SwitchedOff(Instrumentation instrumentation, Executor threads) {
    this.instrumentation = instrumentation;
    this.threads = threads;
  }

  synchronized boolean contains(String client, @Nullable ClassLoader loader) {
    return of(client, loader).off;
  }

  /**
   * @return false if the client was switched off while the class was woven
   */
  synchronized boolean noteWoven(String client, @Nullable ClassLoader loader, String className) {
    Client known = of(client, loader);
    if (!known.off) {
      known.woven.add(className.replace('/', '.'));
    }
    return !known.off;
  }

  /**
   * @return whether it was on before
   */
  boolean add(String client, @Nullable ClassLoader loader) {
    Set<String> woven;
    synchronized (this) {
      Client known = of(client, loader);
      if (known.off) {
        return false;
      }
      known.off = true;
      woven = new HashSet<>(known.woven);
      known.woven.clear();
    }
    if (!woven.isEmpty()) {
      // Uses another thread: inside a transformer the JVM calls no transformer
      threads.execute(() -> takeOut(woven, loader));
    }
    return true;
  }

  private void takeOut(Set<String> woven, @Nullable ClassLoader loader) {
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      if (loaded.getClassLoader() == loader && woven.contains(loaded.getName())) {
        try {
          instrumentation.retransformClasses(loaded);
        } catch (Throwable failure) {
          LOG.warn("{} could not be restored", loaded.getName(), failure);
        }
      }
    }
  }

  private Client of(String client, @Nullable ClassLoader loader) {
    Object key = loader == null ? BOOTSTRAP : loader;
    Map<String, Client> ofLoader = byLoader.get(key);
    if (ofLoader == null) {
      ofLoader = new HashMap<>();
      byLoader.put(key, ofLoader);
    }
    Client known = ofLoader.get(client);
    if (known == null) {
      known = new Client();
      ofLoader.put(client, known);
    }
    return known;
  }

  private static final class Client {
    final Set<String> woven = new HashSet<>();
    boolean off;
  }
}
