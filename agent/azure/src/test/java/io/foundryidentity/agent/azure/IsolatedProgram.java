package io.foundryidentity.agent.azure;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs TokenProgram in a class loader that the application's and the context class loader do not
 * see.
 */
final class IsolatedProgram {

  private IsolatedProgram() {}

  public static void main(String[] args) throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("isolated.class.path").split(File.pathSeparator, -1)) {
      urls.add(new File(entry).toURI().toURL());
    }
    ClassLoader platform = ClassLoader.getPlatformClassLoader();
    ClassLoader isolated = new URLClassLoader(urls.toArray(new URL[0]), platform);
    Class<?> program = isolated.loadClass("io.foundryidentity.agent.azure.TokenProgram");
    var main = program.getDeclaredMethod("main", String[].class);
    main.setAccessible(true);
    main.invoke(null, (Object) args);
  }
}
