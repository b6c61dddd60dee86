package io.foundryidentity.agent.premain;

/**
 * One line on standard error, where the agent's log is not there yet.
 *
 * <p>Text that is not this package's own goes on one line and is limited. Of an exception only the
 * class is told, unless its message can be from the JVM alone: the isolated side takes secrets out
 * of messages, and it may be what has failed. Compiled for Java 7, as its callers are.
 */
final class Notice {

  private static final int LONGEST = 500;

  private Notice() {}

  /** Prints the line, with the agent's name before it. */
  static void print(String line) {
    System.err.println("foundry-identity: " + flat(line));
  }

  /** The exception's class, and its message if the JVM wrote it. */
  static String of(Throwable failure) {
    Throwable told = failure;
    while (told instanceof java.lang.reflect.InvocationTargetException && told.getCause() != null) {
      told = told.getCause();
    }
    String type = told.getClass().getName();
    boolean ofJvm =
        told instanceof LinkageError
            || told instanceof ClassNotFoundException
            || told instanceof SecurityException
            || told instanceof VirtualMachineError
            || told instanceof java.io.FileNotFoundException;
    return flat(ofJvm && told.getMessage() != null ? type + ": " + told.getMessage() : type);
  }

  private static String flat(String text) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < text.length() && i < LONGEST; i++) {
      char c = text.charAt(i);
      int type = Character.getType(c);
      boolean printable =
          type != Character.CONTROL
              && type != Character.FORMAT
              && type != Character.LINE_SEPARATOR
              && type != Character.PARAGRAPH_SEPARATOR;
      line.append(printable ? c : ' ');
    }
    return line.toString();
  }
}
