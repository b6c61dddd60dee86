package io.foundryidentity.agent.core.configuration;

/** Prints the targets that the configuration file gives, or why it gives none. */
final class ReadOnlyFolderProgram {

  private ReadOnlyFolderProgram() {}

  public static void main(String[] args) {
    try {
      System.out.println(
          Configuration.read(GivenSources.arguments("config-file=" + args[0])).targets());
    } catch (ConfigurationException mistakes) {
      System.out.println(mistakes.problems());
    }
  }
}
