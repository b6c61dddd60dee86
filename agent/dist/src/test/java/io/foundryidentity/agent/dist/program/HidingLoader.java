package io.foundryidentity.agent.dist.program;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;

/**
 * Loads as OSGi and JBoss Modules do: what was not wired to it does not exist, whatever the parents
 * hold. Of the JDK it knows the {@code java} and {@code javax} packages, of others its own jars.
 */
public class HidingLoader extends URLClassLoader {

  /**
   * @param classPath separated as the platform does
   */
  public HidingLoader(String classPath) throws MalformedURLException {
    super(urls(classPath), null);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      if (name.startsWith("java.") || name.startsWith("javax.")) {
        return ClassLoader.getSystemClassLoader().loadClass(name);
      }
      return findClass(name);
    }
  }

  private static URL[] urls(String classPath) throws MalformedURLException {
    String[] paths = classPath.split(File.pathSeparator, -1);
    URL[] urls = new URL[paths.length];
    for (int i = 0; i < paths.length; i++) {
      urls[i] = new File(paths[i]).toURI().toURL();
    }
    return urls;
  }
}
