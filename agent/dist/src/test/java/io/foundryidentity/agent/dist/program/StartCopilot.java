package io.foundryidentity.agent.dist.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Asks the URLs it is given, and starts the program that the property {@code copilot} names, which
 * prints what it has for its provider; once more, where {@code sdk} names a class to load between.
 */
public final class StartCopilot {

  private StartCopilot() {}

  public static void main(String[] urls) throws Exception {
    Get.main(urls);
    start();
    if (System.getProperty("sdk") != null) {
      Class.forName(System.getProperty("sdk"));
      start();
    }
  }

  private static void start() throws IOException {
    Process process = new ProcessBuilder(System.getProperty("copilot")).start();
    System.out.print(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
  }
}
