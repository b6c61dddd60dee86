package io.foundryidentity.agent.instrumentation.support;

import java.lang.instrument.Instrumentation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clients that are left alone, as one of their classes did not look as expected.
 *
 * <p>Half an instrumentation would be worse than none, so a client is switched off as a whole: what
 * was woven into its classes before is taken out again, and what loads later stays as it is. That
 * holds for one class loader; another application of the same JVM may well have a version that is
 * known.
 */
final class SwitchedOff {

  private static final Logger LOG = LoggerFactory.getLogger(SwitchedOff.class);

  /** In the place of the bootstrap loader, which is null. */
  private static final Object BOOTSTRAP = new Object();

  private final Instrumentation instrumentation;
  private final Map<Object, Map<String, Client>> byLoader = new WeakHashMap<>();

  SwitchedOff(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  synchronized boolean contains(String client, @Nullable ClassLoader loader) {
    return of(client, loader).off;
  }

  /**
   * @return false where the client was switched off while the class was woven
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
      // Not here: the JVM calls no transformer for what a thread does inside a transformer
      Thread thread = new Thread(() -> takeOut(woven, loader), "foundry-identity-switch-off");
      thread.setDaemon(true);
      thread.setContextClassLoader(SwitchedOff.class.getClassLoader());
      thread.start();
    }
    return true;
  }

  private void takeOut(Set<String> woven, @Nullable ClassLoader loader) {
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      if (loaded.getClassLoader() == loader && woven.contains(loaded.getName())) {
        try {
          instrumentation.retransformClasses(loaded);
        } catch (Throwable failure) {
          LOG.warn("{} cannot be made as it was", loaded.getName(), failure);
        }
      }
    }
  }

  private Client of(String client, @Nullable ClassLoader loader) {
    return byLoader
        .computeIfAbsent(loader == null ? BOOTSTRAP : loader, unseen -> new HashMap<>())
        .computeIfAbsent(client, unseen -> new Client());
  }

  private static final class Client {
    final Set<String> woven = new HashSet<>();
    boolean off;
  }
}
