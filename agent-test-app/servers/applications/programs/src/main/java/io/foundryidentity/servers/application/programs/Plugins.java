package io.foundryidentity.servers.application.programs;

import java.io.File;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;

/** Loads the same plug-in twice, each time with client libraries of its own, and lets it ask. */
public final class Plugins {

  private Plugins() {}

  /**
   * Runs the plug-ins one after another.
   *
   * @param arguments the folder of a plug-in's libraries
   */
  public static void main(String[] arguments) throws Exception {
    List<URL> libraries = new ArrayList<>();
    File[] files = new File(arguments[0]).listFiles();
    for (File file : files == null ? new File[0] : files) {
      libraries.add(file.toURI().toURL());
    }
    for (int plugin = 1; plugin <= 2; plugin++) {
      try (ChildFirstClassLoader loader =
          new ChildFirstClassLoader(libraries.toArray(new URL[0]), Plugins.class)) {
        Class<?> questions = loader.loadClass("io.foundryidentity.servers.application.Questions");
        Thread.currentThread().setContextClassLoader(loader);
        List<?> answers = (List<?>) questions.getMethod("ask").invoke(null);
        answers.forEach(System.out::println);
      }
    }
    System.out.println("Asked");
  }
}
