package io.foundryidentity.agent.bootstrap;

/**
 * Changes the head of an HTTP/1.1 request in the text that a client has just written, for a client
 * that writes all of it in one method and lets no line continue another.
 *
 * <p>That is cheaper than a copy of the headers: the JDK's own are sorted maps of lists.
 *
 * <p>Public for advice.
 */
public final class HeadText {

  private HeadText() {}

  /**
   * Removes the application's credentials from a head and adds a bearer as its last line.
   *
   * @param head from the request line to the empty line at the end; each line ends with CR LF
   * @throws IllegalArgumentException if the empty line is missing; the head is not changed then
   */
  public static void authorize(StringBuilder head, String authorization) {
    int end = head.length() - 2;
    if (end < 2 || head.lastIndexOf("\r\n\r\n") != end - 2) {
      throw new IllegalArgumentException("the client's request has no empty line at its end");
    }
    int line = head.indexOf("\n") + 1;
    while (line < end) {
      int next = head.indexOf("\n", line) + 1;
      if (AuthorizationBridge.isCredential(head, line, nameEnd(head, line, next))) {
        head.delete(line, next);
        end -= next - line;
      } else {
        line = next;
      }
    }
    head.setLength(end);
    head.append("Authorization: ").append(authorization).append("\r\n\r\n");
  }

  private static int nameEnd(CharSequence head, int line, int next) {
    int end = line;
    while (end < next && head.charAt(end) != ':') {
      end++;
    }
    return end;
  }
}
