package io.foundryidentity.agent.dist.program;

import java.util.concurrent.Callable;

/** Starts {@link OkHttpGet} as a bundle would run. */
public final class InHidingLoader {

  private InHidingLoader() {}

  /**
   * Prints whether the loader hid the bridge's package before, and the status of the request.
   *
   * @param arguments the class path of the bundle, and the URL to ask
   */
  public static void main(String[] arguments) throws Exception {
    try (HidingLoader loader = new HidingLoader(arguments[0])) {
      System.out.println("hides " + hides(loader));
      Callable<?> get =
          (Callable<?>)
              loader
                  .loadClass(OkHttpGet.class.getName())
                  .getConstructor(String.class)
                  .newInstance(arguments[1]);
      System.out.println("status " + get.call());
    }
  }

  private static boolean hides(ClassLoader loader) {
    try {
      loader.loadClass("io.foundryidentity.agent.bootstrap.AuthorizationBridge");
      return false;
    } catch (ClassNotFoundException hidden) {
      return true;
    }
  }
}
