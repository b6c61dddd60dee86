package io.foundryidentity.agent.azure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Paths;

/** Reads a small file that has a token. */
final class TokenFile {

  private static final int LONGEST = 64 * 1024;

  private TokenFile() {}

  /**
   * The file's text.
   *
   * @param variable the variable that names it, for messages
   * @throws WrongSettingException if it cannot be read; without its content
   */
  static String read(String variable, String path) {
    Members.requireFile(variable, path);
    String named = variable + " names the file " + path + ", and ";
    byte[] content;
    try {
      content = SmallFile.read(Paths.get(path), LONGEST);
    } catch (IOException e) {
      throw new WrongSettingException(named + "this process cannot read it");
    }
    if (content.length > LONGEST) {
      throw new WrongSettingException(named + "this file is too long to be a token");
    }
    return new String(content, StandardCharsets.UTF_8);
  }
}
