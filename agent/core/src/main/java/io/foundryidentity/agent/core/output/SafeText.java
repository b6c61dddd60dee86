package io.foundryidentity.agent.core.output;

import org.jspecify.annotations.Nullable;

/**
 * Makes text safe to leave the agent: in a log, on a terminal, in an exception, an answer, an
 * attribute or an event.
 *
 * <p>First secrets are taken out, by value ({@link KnownSecrets}) and by form ({@link
 * SecretFields}, {@link SecretForms}). Then characters that could end a line or steer a terminal
 * become blanks. Last the text is cut: never before, as the half of a secret that is left would not
 * be recognised.
 *
 * <p>Loads before {@code main}, for the agent's first line.
 */
public final class SafeText {

  /** Most lines are far shorter; a longer one is from another program. */
  public static final int LONGEST_LINE = 4_000;

  /** What takes the place of a secret. */
  public static final String MASK = "***";

  /** No more is looked at: all of it is longer than any line, and it is cut at the end anyway. */
  private static final int LONGEST_READ = 64 * 1024;

  private SafeText() {}

  /**
   * One line without secrets.
   *
   * @param text null gives {@code null} as a word
   */
  public static String line(@Nullable Object text) {
    return line(text, LONGEST_LINE);
  }

  /**
   * As {@link #line(Object)}.
   *
   * @param longest the most characters of the text, before {@code ...} if there were more
   */
  public static String line(@Nullable Object text, int longest) {
    String whole = String.valueOf(text);
    String line = hidden(whole).flattened();
    return whole.length() > LONGEST_READ && line.length() <= longest
        ? line + "..."
        : cut(line, longest);
  }

  /**
   * Lines that another program laid out, in columns: each as {@link #line(Object)} makes it, but
   * with all its blanks.
   *
   * @param text at most 64 Ki characters are read
   */
  public static String lines(String text) {
    Hidden hidden = hidden(text);
    StringBuilder lines = new StringBuilder();
    for (int begin = 0; begin <= hidden.text.length(); ) {
      int end = hidden.text.indexOf('\n', begin);
      end = end < 0 ? hidden.text.length() : end;
      lines.append(begin == 0 ? "" : "\n");
      lines.append(cut(hidden.flattened(begin, end, true), LONGEST_LINE));
      begin = end + 1;
    }
    return lines.toString();
  }

  private static Hidden hidden(String text) {
    boolean more = text.length() > LONGEST_READ;
    Hidden hidden = new Hidden(more ? text.substring(0, LONGEST_READ) : text);
    KnownSecrets.hide(hidden);
    SecretFields.hide(hidden);
    SecretForms.hide(hidden);
    return hidden;
  }

  private static String cut(String line, int longest) {
    if (line.length() <= longest) {
      return line;
    }
    int end = Character.isHighSurrogate(line.charAt(longest - 1)) ? longest - 1 : longest;
    return line.substring(0, end) + "...";
  }

  /**
   * An exception as one line: its class and its message.
   *
   * @param failure its causes are left out
   */
  public static String line(Throwable failure) {
    return line((Object) described(failure));
  }

  /** An exception of the application or a library may fail in its own {@code toString}. */
  static String described(Throwable failure) {
    try {
      return String.valueOf(failure);
    } catch (RuntimeException broken) {
      return failure.getClass().getName();
    }
  }

  /**
   * Where a class or a jar is from: without user information, query and fragment, which may be
   * credentials of a repository or a signature.
   */
  public static String location(String url) {
    int scheme = url.indexOf("://");
    // The user's part may hold any character, also a question mark
    int at = scheme < 0 || url.contains("file:") ? -1 : url.lastIndexOf('@');
    String user = at < scheme + 3 ? "" : url.substring(0, scheme + 3) + MASK;
    int end = user.isEmpty() ? 0 : at;
    int from = end;
    while (end < url.length() && url.charAt(end) != '?' && url.charAt(end) != '#') {
      end++;
    }
    return line(user + url.substring(from, end));
  }
}
