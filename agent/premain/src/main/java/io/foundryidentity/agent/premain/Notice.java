package io.foundryidentity.agent.premain;

/**
 * One line on standard error, where the agent's log is not available.
 *
 * <p>Text that is not this package's own goes on one line and is limited. Of an exception only the
 * class is told, unless its message can be from the JVM alone: the isolated side takes secrets out
 * of messages, and it may be what has failed. Compiled for Java 7, as its callers are.
 */
final class Notice {

  private static final int LONGEST = 500;

  private Notice() {}

  /** Prints a line about a failure, in the form of the log. */
  static void print(String line) {
    print("ERROR", line);
  }

  static void print(String level, String line) {
    System.err.println(
        "foundry-identity " + level + ": " + time(System.currentTimeMillis()) + ' ' + flat(line));
  }

  /**
   * As the isolated side's UtcTime writes it, which cannot be used from here: in UTC, ISO 8601.
   *
   * @param millis since 1970
   */
  static String time(long millis) {
    long days = millis / 86_400_000;
    int year = 1970;
    for (; days >= daysIn(year); year++) {
      days -= daysIn(year);
    }
    int month = 1;
    for (; days >= daysIn(year, month); month++) {
      days -= daysIn(year, month);
    }
    long time = millis % 86_400_000;
    return two(year / 100)
        + two(year % 100)
        + '-'
        + two(month)
        + '-'
        + two(days + 1)
        + 'T'
        + two(time / 3_600_000)
        + ':'
        + two(time / 60_000 % 60)
        + ':'
        + two(time / 1000 % 60)
        + '.'
        + time / 100 % 10
        + two(time % 100)
        + 'Z';
  }

  private static int daysIn(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 366 : 365;
  }

  private static int daysIn(int year, int month) {
    if (month == 2) {
      return daysIn(year) - 337;
    }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
  }

  private static String two(long number) {
    return (number < 10 ? "0" : "") + number;
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
