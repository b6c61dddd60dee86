package io.foundryidentity.agent.premain;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Classes in one entry of the jar that is read at once: those that every start needs, and for a
 * command those of the bridge.
 *
 * <p>Before {@code main} the JVM still interprets bytecode, so that finding, opening and inflating
 * a separate entry takes longer than defining its small class. The build writes this entry. It has
 * for each class: the name's length in two bytes, the name in ASCII, the class file's length in
 * four bytes, and the class file.
 */
final class FirstClasses {

  private final Map<String, byte[]> classFiles = new HashMap<>();

  FirstClasses(byte[] bytes) throws IOException {
    for (int at = 0; at < bytes.length; ) {
      int nameLength = int16(bytes, at);
      String name = new String(bytes, at + 2, nameLength, "ISO-8859-1");
      at += 2 + nameLength;
      byte[] classFile = new byte[int16(bytes, at) << 16 | int16(bytes, at + 2)];
      System.arraycopy(bytes, at + 4, classFile, 0, classFile.length);
      classFiles.put(name, classFile);
      at += 4 + classFile.length;
    }
  }

  /**
   * Removes and returns the class file, as a class is defined only once.
   *
   * @param name with dots
   */
  synchronized byte @Nullable [] take(String name) {
    return classFiles.remove(name);
  }

  private static int int16(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
  }
}
