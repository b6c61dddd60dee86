package io.foundryidentity.agent.azure;

import org.jspecify.annotations.Nullable;

/**
 * Why a file gives no certificate with its key; in words that follow "the file X is named", and
 * without any of its content.
 */
final class CertificateProblem extends Exception {

  private static final long serialVersionUID = 1L;

  private final @Nullable String command;

  CertificateProblem(String words) {
    this(words, null);
  }

  /**
   * @param command what fixes it, with {@code FILE} for the file; null if nothing can be typed
   */
  CertificateProblem(String words, @Nullable String command) {
    super(words);
    this.command = command;
  }

  /**
   * The whole line.
   *
   * @param setting the key or variable that names the file
   */
  String line(String setting, String path) {
    String line = setting + " names the file " + path + ", and " + getMessage();
    if (command == null) {
      return line;
    }
    boolean another = command.contains("certificate.p");
    return line
        + (another ? ". Set " + setting + " to the file that the command makes" : "")
        + ". What to type: "
        + command.replace("FILE", word(path));
  }

  private static String word(String path) {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (!Character.isLetterOrDigit(c) && "/\\._-:".indexOf(c) < 0) {
        return '"' + path + '"';
      }
    }
    return path;
  }
}
