package io.foundryidentity.agent.instrumentation.netty;

import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;

/**
 * The versions under test. The test's servers run on Netty too, on the newest 4.1; the other
 * versions are loaded beside it, together with the client that uses them.
 */
@SuppressWarnings("ImmutableEnumChecker") // its class loader cannot be immutable
enum NettyVersion {
  OLDEST("netty-minimum"),
  NEWEST_4_1(null),
  NEWEST_4_2("netty-4.2");

  private static final String CLIENTS = "io.foundryidentity.agent.instrumentation.netty.client.";

  private final ClassLoader loader;

  NettyVersion(String folder) {
    loader = folder == null ? NettyVersion.class.getClassLoader() : new Beside(urls(folder));
  }

  TestedClient client(String name, Object... arguments) {
    try {
      return (TestedClient)
          loader.loadClass(CLIENTS + name).getConstructors()[0].newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static URL[] urls(String folder) {
    List<URL> urls = new ArrayList<>();
    try {
      for (File jar : new File("target", folder).listFiles()) {
        urls.add(jar.toURI().toURL());
      }
      urls.add(new File("target/test-classes").toURI().toURL());
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
    return urls.toArray(new URL[0]);
  }

  /** Finds Netty and the clients itself, and leaves everything else to its parent. */
  private static final class Beside extends URLClassLoader {

    Beside(URL[] urls) {
      super(urls, NettyVersion.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("io.netty.")
          && !name.startsWith("reactor.netty.")
          && !name.startsWith(CLIENTS)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
  }
}
