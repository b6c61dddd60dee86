package io.foundryidentity.agent.instrumentation.testing;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A class loader for a client that needs another Netty than the test's servers, which run on Netty
 * too.
 *
 * <p>Both are on the class path, the servers' first; of each library that is there twice the client
 * gets the last. If there is one Netty only, the client is loaded as everything else is.
 */
public final class OwnNetty extends URLClassLoader {

  private static final Pattern JAR = Pattern.compile("(.+?)-\\d[^/]*\\.jar");
  private static final String PROJECT = "io.foundryidentity.";

  private final String client;

  private OwnNetty(List<URL> urls, String client) {
    super(urls.toArray(new URL[0]), OwnNetty.class.getClassLoader());
    this.client = client;
  }

  /**
   * Makes an object of the class that drives a client.
   *
   * @param name the class's name; it and the classes in its package use the client's Netty, so the
   *     test itself is in another package
   */
  public static Object instance(String name, Object... arguments) {
    try {
      ClassLoader loader = OwnNetty.class.getClassLoader();
      String[] classPath = System.getProperty("java.class.path").split(File.pathSeparator);
      List<URL> last = lastOfEach(classPath);
      if (Stream.of(classPath).filter(entry -> entry.contains("netty-common-")).count() > 1) {
        loader = new OwnNetty(last, name.substring(0, name.lastIndexOf('.') + 1));
      }
      // Libraries look for services there, from now on
      Thread.currentThread().setContextClassLoader(loader);
      return loader.loadClass(name).getConstructors()[0].newInstance(arguments);
    } catch (ReflectiveOperationException | MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<URL> lastOfEach(String[] classPath) throws MalformedURLException {
    List<String> libraries = new ArrayList<>();
    for (String entry : classPath) {
      libraries.add(library(entry));
    }
    List<URL> urls = new ArrayList<>();
    for (int i = 0; i < classPath.length; i++) {
      if (libraries.lastIndexOf(libraries.get(i)) == i) {
        urls.add(new File(classPath[i]).toURI().toURL());
      }
    }
    return urls;
  }

  /** The name of a jar without its version. */
  private static String library(String entry) {
    Matcher jar = JAR.matcher(new File(entry).getName());
    return jar.matches() ? jar.group(1) : entry;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith(PROJECT) && !name.startsWith(client)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      try {
        return findClass(name);
      } catch (ClassNotFoundException theJdks) {
        return super.loadClass(name, resolve);
      }
    }
  }
}
