package io.foundryidentity.agent.premain;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names of the classes that the agent instruments, or that tell it of a client.
 *
 * <p>Keyed by simple name, because that is one map look-up for each class the JVM loads, and
 * confirmed by the package as a suffix, because a client may have been shaded into another's
 * package. The list is made when the jar is built, from the instrumentations themselves.
 */
final class JoinPointNames {

  private static final String INDEX = "join-points.index";
  private static final int FIRST_READ = 4096;

  private final Map<String, String[]> bySimpleName;

  private JoinPointNames(Map<String, String[]> bySimpleName) {
    this.bySimpleName = bySimpleName;
  }

  /**
   * @param more names that are not in the list, with slashes
   */
  static JoinPointNames read(ClassLoader isolated, String[] more) throws IOException {
    InputStream index = isolated.getResourceAsStream(INDEX);
    if (index == null) {
      throw new IOException("the agent's jar has no " + INDEX);
    }
    Map<String, String[]> names = new HashMap<>();
    for (String name : more) {
      add(names, name);
    }
    String text = text(index);
    int begin = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', begin)) {
      add(names, text.substring(begin, end));
      begin = end + 1;
    }
    return new JoinPointNames(names);
  }

  /** Without a Reader, which would load eight classes that are not in the JVM's shared archive. */
  private static String text(InputStream index) throws IOException {
    byte[] bytes = new byte[FIRST_READ];
    int length = 0;
    try (InputStream in = index) {
      for (int count = in.read(bytes); count >= 0; ) {
        length += count;
        if (length == bytes.length) {
          bytes = Arrays.copyOf(bytes, 2 * length);
        }
        count = in.read(bytes, length, bytes.length - length);
      }
    }
    return new String(bytes, 0, length, "UTF-8");
  }

  private static void add(Map<String, String[]> names, String name) {
    String simpleName = simpleName(name);
    String[] before = names.get(simpleName);
    int count = before == null ? 0 : before.length;
    String[] after = new String[count + 1];
    if (before != null) {
      System.arraycopy(before, 0, after, 0, count);
    }
    after[count] = name;
    names.put(simpleName, after);
  }

  /**
   * @param className as the JVM writes it, with slashes; null for a class without a name
   */
  boolean contains(@Nullable String className) {
    if (className == null) {
      return false;
    }
    String[] candidates = bySimpleName.get(simpleName(className));
    if (candidates == null) {
      return false;
    }
    for (String candidate : candidates) {
      if (isSameOrShaded(className, candidate)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a class could be one of them, by its simple name alone.
   *
   * @param binaryName with dots
   */
  boolean mayContain(String binaryName) {
    return bySimpleName.containsKey(binaryName.substring(binaryName.lastIndexOf('.') + 1));
  }

  private static boolean isSameOrShaded(String className, String candidate) {
    int prefix = className.length() - candidate.length();
    return className.endsWith(candidate) && (prefix == 0 || className.charAt(prefix - 1) == '/');
  }

  private static String simpleName(String className) {
    return className.substring(className.lastIndexOf('/') + 1);
  }
}
