package io.foundryidentity.runner.pictures;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Draws its input as a picture of a terminal; arguments: the title and the file. */
public final class TextPicture {

  private TextPicture() {}

  public static void main(String[] arguments) throws IOException {
    String text = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    Files.writeString(Path.of(arguments[1]), TerminalPicture.of(arguments[0], text.strip()));
    System.out.println(arguments[1]);
  }
}
