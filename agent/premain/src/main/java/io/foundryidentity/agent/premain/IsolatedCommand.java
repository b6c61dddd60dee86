package io.foundryidentity.agent.premain;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.util.jar.JarFile;

/** Runs a command on the isolated side, with the same classes that an agent would use. */
final class IsolatedCommand {

  /** In the isolated loader; this class can exchange only JDK types with it. */
  private static final String RUNTIME = "io.foundryidentity.agent.runtime.CommandRuntime";

  private IsolatedCommand() {}

  /** The exit code. */
  static int run(String[] arguments) {
    try {
      JarFile jar = new JarFile(jar(), false);
      String version = jar.getManifest().getMainAttributes().getValue("Implementation-Version");
      return (Integer)
          new IsolatedClassLoader(jar, true)
              .loadClass(RUNTIME)
              .getMethod("run", String[].class, String.class, String.class)
              .invoke(null, arguments, version, jar.getName());
    } catch (InvocationTargetException failure) {
      Notice.print("the command failed: " + Notice.of(failure));
    } catch (Exception failure) {
      Notice.print("the command could not start: " + Notice.of(failure));
    }
    return 1;
  }

  private static File jar() throws Exception {
    return new File(
        IsolatedCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
