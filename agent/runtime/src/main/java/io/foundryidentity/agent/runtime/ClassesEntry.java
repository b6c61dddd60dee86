package io.foundryidentity.agent.runtime;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes class files into one entry of the jar: for each class the length of its name in two bytes,
 * the name in ASCII, the length of its class file in four bytes, and the class file.
 */
final class ClassesEntry {

  private ClassesEntry() {}

  /**
   * @param names with dots, in the order of the entry
   */
  static void write(List<String> names, String file) throws IOException {
    try (DataOutputStream out = new DataOutputStream(new FileOutputStream(file))) {
      for (String name : names) {
        byte[] written = name.getBytes(StandardCharsets.US_ASCII);
        byte[] classFile = classFile(name.replace('.', '/') + ".class");
        out.writeShort(written.length);
        out.write(written);
        out.writeInt(classFile.length);
        out.write(classFile);
      }
    }
  }

  private static byte[] classFile(String resource) throws IOException {
    InputStream found = ClassesEntry.class.getClassLoader().getResourceAsStream(resource);
    if (found == null) {
      throw new IOException("there is no " + resource);
    }
    try (InputStream in = found) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        bytes.write(buffer, 0, count);
      }
      return bytes.toByteArray();
    }
  }
}
