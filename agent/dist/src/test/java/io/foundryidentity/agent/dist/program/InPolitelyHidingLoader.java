package io.foundryidentity.agent.dist.program;

import java.util.concurrent.Callable;

/** Starts {@link OkHttpGet} as a bundle of Felix would run, and then looks for the whole bridge. */
public final class InPolitelyHidingLoader {

  private InPolitelyHidingLoader() {}

  /**
   * Prints the status of the request, and whether classes in the loader find one of the bridge's
   * that OkHttp's advice does not name.
   *
   * @param arguments the class path of the bundle, and the URL to ask
   */
  public static void main(String[] arguments) throws Exception {
    try (PolitelyHidingLoader loader = new PolitelyHidingLoader(arguments[0])) {
      Callable<?> get =
          (Callable<?>)
              loader
                  .loadClass(OkHttpGet.class.getName())
                  .getConstructor(String.class)
                  .newInstance(arguments[1]);
      System.out.println("status " + get.call());
      Callable<?> look =
          (Callable<?>)
              loader.loadClass(FindsBridge.class.getName()).getConstructor().newInstance();
      System.out.println("finds " + look.call());
    }
  }
}
