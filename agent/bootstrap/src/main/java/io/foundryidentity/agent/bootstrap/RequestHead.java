package io.foundryidentity.agent.bootstrap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads and changes the head of an HTTP/1.1 request as bytes: the very text that a server gets.
 *
 * <p>Lines are split at every line feed, also at one without a carriage return, as lenient servers
 * do. The {@code Authorization} line comes right after the request line, so that it is in the head
 * for every server.
 */
final class RequestHead {

  private RequestHead() {}

  /**
   * The path and query of the request line, also of a whole URL of that peer; null if the line has
   * another form: another server's URL, {@code CONNECT}, or characters that servers read in
   * different ways.
   */
  static @Nullable String path(byte[] head, Peer peer) {
    int from = indexOf(head, (byte) ' ', 0) + 1;
    int to = from <= 1 ? -1 : indexOf(head, (byte) ' ', from);
    if (to <= from || !isVersion(head, to + 1) || isConnect(head, from)) {
      return null;
    }
    for (int i = from; i < to; i++) {
      if (head[i] <= ' ' || head[i] >= 0x7f) { // Negative if it is no ASCII
        return null;
      }
    }
    String target = new String(head, from, to - from, ISO_8859_1);
    String path = target.charAt(0) == '/' ? target : target.substring(origin(target, peer));
    return path.startsWith("/") ? path : null;
  }

  /** The length of the scheme, host and port of that peer, if a URL begins with them; else 0. */
  private static int origin(String url, Peer peer) {
    String host = peer.host();
    String name = host.indexOf(':') < 0 || host.startsWith("[") ? host : "[" + host + "]";
    String start = peer.scheme() + "://" + name;
    if (!url.regionMatches(true, 0, start, 0, start.length())) {
      return 0;
    }
    String port = ":" + peer.port();
    if (url.startsWith(port, start.length())) {
      return start.length() + port.length();
    }
    return peer.port() == (peer.scheme().equals("https") ? 443 : 80) ? start.length() : 0;
  }

  private static boolean isVersion(byte[] head, int from) {
    String version = new String(head, from, Math.min(10, head.length - from), ISO_8859_1);
    return version.equals("HTTP/1.1\r\n") || version.equals("HTTP/1.0\r\n");
  }

  private static boolean isConnect(byte[] head, int target) {
    return new String(head, 0, target - 1, ISO_8859_1).equalsIgnoreCase("CONNECT");
  }

  /** The value of the first {@code Authorization} line; null if there is none. */
  static @Nullable String authorization(byte[] head) {
    for (int from = nextLine(head, 0); from < head.length; from = nextLine(head, from)) {
      int colon = colon(head, from);
      if (colon > 0 && name(head, from, colon).equalsIgnoreCase("authorization")) {
        return new String(head, colon + 1, nextLine(head, from) - colon - 1, ISO_8859_1).trim();
      }
    }
    return null;
  }

  /** A copy with that one {@code Authorization} and without key headers. */
  static byte[] with(byte[] head, String authorization) {
    ByteArrayOutputStream copy = new ByteArrayOutputStream(head.length + authorization.length());
    int from = nextLine(head, 0);
    copy.write(head, 0, from);
    byte[] line = ("Authorization: " + authorization + "\r\n").getBytes(ISO_8859_1);
    copy.write(line, 0, line.length);
    boolean leftOut = false;
    while (from < head.length) {
      int next = nextLine(head, from);
      if (head[from] != ' ' && head[from] != '\t') { // Else it continues the line before it
        int colon = colon(head, from);
        leftOut = colon > 0 && AuthorizationBridge.isCredential(name(head, from, colon));
      }
      if (!leftOut) {
        copy.write(head, from, next - from);
      }
      from = next;
    }
    return copy.toByteArray();
  }

  private static String name(byte[] head, int from, int colon) {
    return new String(head, from, colon - from, ISO_8859_1).trim();
  }

  /** The first colon of a line; -1 if there is none. */
  private static int colon(byte[] head, int from) {
    int colon = indexOf(head, (byte) ':', from);
    return colon < nextLine(head, from) ? colon : -1;
  }

  private static int nextLine(byte[] head, int from) {
    int end = indexOf(head, (byte) '\n', from);
    return end < 0 ? head.length : end + 1;
  }

  private static int indexOf(byte[] head, byte wanted, int from) {
    for (int i = from; i < head.length; i++) {
      if (head[i] == wanted) {
        return i;
      }
    }
    return -1;
  }
}
