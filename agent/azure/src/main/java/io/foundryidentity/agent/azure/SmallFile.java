package io.foundryidentity.agent.azure;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a file that must be small, whatever its name leads to. */
final class SmallFile {

  private SmallFile() {}

  /**
   * The file's bytes; more than {@code longest} if the file is longer than that, and then not all.
   *
   * @throws IOException if it cannot be read
   */
  static byte[] read(Path path, int longest) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try (InputStream in = Files.newInputStream(path)) {
      int count = in.read(buffer);
      while (count >= 0 && content.size() <= longest) {
        content.write(buffer, 0, count);
        count = in.read(buffer);
      }
    }
    return content.toByteArray();
  }
}
