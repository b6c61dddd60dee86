package io.foundryidentity.servers.application.programs;

import java.net.URL;
import java.net.URLClassLoader;

/** Prefers a plug-in's own libraries to the application's, as Kafka Connect and others do. */
final class ChildFirstClassLoader extends URLClassLoader {

  ChildFirstClassLoader(URL[] libraries, Class<?> application) {
    super(libraries, application.getClassLoader());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> found = findLoadedClass(name);
      if (found == null && !name.startsWith("java.")) {
        try {
          found = findClass(name);
        } catch (ClassNotFoundException notOfThePlugin) {
          // The application's, then
        }
      }
      if (found == null) {
        return super.loadClass(name, resolve);
      }
      if (resolve) {
        resolveClass(found);
      }
      return found;
    }
  }
}
