package io.foundryidentity.agent.premain;

import org.jspecify.annotations.Nullable;

/**
 * Finds the loader that has the JDK's classes and none of the application's: the platform loader,
 * or on Java 8 the extension loader.
 *
 * <p>It is the parent of the class path's loader. That is usually the system loader, but {@code
 * -Djava.system.class.loader} puts another one below it.
 */
final class PlatformLoader {

  private PlatformLoader() {}

  /**
   * Not called if the system loader is the JDK's own.
   *
   * @return null, which is the bootstrap loader, if a JVM has no such loader
   */
  static @Nullable ClassLoader find(ClassLoader system) throws ReflectiveOperationException {
    for (ClassLoader at = system; at != null; at = at.getParent()) {
      if (isOfClassPath(at.getClass().getName())) {
        return at.getParent();
      }
    }
    try {
      return (ClassLoader) ClassLoader.class.getMethod("getPlatformClassLoader").invoke(null);
    } catch (NoSuchMethodException java8) {
      return null;
    }
  }

  private static boolean isOfClassPath(String loader) {
    return loader.equals("jdk.internal.loader.ClassLoaders$AppClassLoader")
        || loader.equals("sun.misc.Launcher$AppClassLoader");
  }
}
