package io.foundryidentity.agent.instrumentation.support;

import org.jspecify.annotations.Nullable;

/** Compares a loaded class's name with the one that a client's own distribution gives it. */
final class ShadedName {

  private ShadedName() {}

  /**
   * The package that {@code original} was moved under, with a slash at its end; empty where it was
   * not moved, null where the two are different classes.
   */
  static @Nullable String prefix(String className, String original) {
    int length = className.length() - original.length();
    if (!className.endsWith(original) || (length > 0 && className.charAt(length - 1) != '/')) {
      return null;
    }
    return className.substring(0, length);
  }

  static String simple(String className) {
    return className.substring(className.lastIndexOf('/') + 1);
  }
}
