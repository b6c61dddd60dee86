package io.foundryidentity.agent.core.connection;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.x answer, read whole.
 *
 * <p>The body ends as RFC 9112 section 6.3 says: none for 204 and 304, by chunks, by length, else
 * with the connection. Sizes are limited: the answers that the agent asks for have a few kilobytes.
 */
public final class HttpAnswer {

  private static final int LONGEST_LINE = 16 * 1024;
  private static final int MOST_HEADERS = 200;
  private static final int LONGEST_BODY = 1024 * 1024;

  private final int status;
  private final Map<String, List<String>> headers;
  private final byte[] body;

  private HttpAnswer(int status, Map<String, List<String>> headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  public int status() {
    return status;
  }

  /** All headers, by case-insensitive name; unmodifiable. */
  public Map<String, List<String>> headers() {
    return headers;
  }

  /** All values of the header; empty if there is none. */
  public List<String> headers(String name) {
    List<String> values = headers.get(name);
    return values == null ? Collections.<String>emptyList() : Collections.unmodifiableList(values);
  }

  /** The header's first value, or null. */
  public @Nullable String header(String name) {
    return first(headers, name);
  }

  /** A copy. */
  public byte[] body() {
    return body.clone();
  }

  static HttpAnswer read(InputStream in) throws IOException {
    int status;
    Map<String, List<String>> headers;
    do {
      status = status(line(in));
      headers = headers(in);
    } while (status >= 100 && status < 200); // interim answers, RFC 9110 section 15.2
    return new HttpAnswer(status, headers, body(in, status, headers));
  }

  /** The status and headers of an answer that has no body: a proxy's to CONNECT. */
  public static int readHead(InputStream in) throws IOException {
    int status = status(line(in));
    headers(in);
    return status;
  }

  private static int status(String line) throws IOException {
    // "HTTP/1.1 200 OK"
    if (line.length() >= 12 && line.startsWith("HTTP/1.") && line.charAt(8) == ' ') {
      try {
        return Integer.parseInt(line.substring(9, 12));
      } catch (NumberFormatException e) {
        // Not HTTP, reported below
      }
    }
    throw new IOException("the answer is not HTTP");
  }

  private static Map<String, List<String>> headers(InputStream in) throws IOException {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 0; i < MOST_HEADERS; i++) {
      String line = line(in);
      if (line.isEmpty()) {
        return Collections.unmodifiableMap(headers);
      }
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw new IOException("a malformed header in the answer");
      }
      headers
          .computeIfAbsent(line.substring(0, colon).trim(), unseen -> new ArrayList<>())
          .add(line.substring(colon + 1).trim());
    }
    throw new IOException("too many headers in the answer");
  }

  private static byte[] body(InputStream in, int status, Map<String, List<String>> headers)
      throws IOException {
    if (status == 204 || status == 304) {
      return new byte[0];
    }
    String coding = first(headers, "Transfer-Encoding");
    if (coding != null) {
      if (!coding.equalsIgnoreCase("chunked")) {
        throw new IOException("the answer has an unknown transfer coding");
      }
      return chunks(in);
    }
    String length = first(headers, "Content-Length");
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    copy(in, body, length == null ? -1 : number(length, 10));
    return body.toByteArray();
  }

  private static @Nullable String first(Map<String, List<String>> headers, String name) {
    List<String> values = headers.get(name);
    return values == null ? null : values.get(0);
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      String line = line(in);
      int extension = line.indexOf(';');
      int size = number(extension < 0 ? line : line.substring(0, extension), 16);
      if (size == 0) {
        headers(in); // the trailers, which end like a head
        return body.toByteArray();
      }
      copy(in, body, size);
      if (!line(in).isEmpty()) {
        throw new IOException("a malformed chunk in the answer");
      }
    }
  }

  /**
   * @param length in bytes, or -1 for everything until the end
   */
  private static void copy(InputStream in, ByteArrayOutputStream body, int length)
      throws IOException {
    byte[] buffer = new byte[4096];
    int left = length;
    while (left != 0) {
      int count = in.read(buffer, 0, left < 0 ? buffer.length : Math.min(left, buffer.length));
      if (count < 0) {
        if (length < 0) {
          return;
        }
        throw new EOFException("the answer ended early");
      }
      if (body.size() + count > LONGEST_BODY) {
        throw tooLong();
      }
      body.write(buffer, 0, count);
      left = left < 0 ? left : left - count;
    }
  }

  private static int number(String text, int radix) throws IOException {
    int value;
    try {
      value = Integer.parseInt(text.trim(), radix);
    } catch (NumberFormatException e) {
      throw new IOException("a malformed length in the answer", e);
    }
    if (value < 0 || value > LONGEST_BODY) {
      throw tooLong();
    }
    return value;
  }

  private static IOException tooLong() {
    return new IOException("the answer is too long");
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(64);
    @Nullable String text = null;
    while (text == null) {
      int c = in.read();
      if (c < 0) {
        throw new EOFException("the connection was closed before an answer was complete");
      }
      if (c == '\n') {
        text = new String(line.toByteArray(), StandardCharsets.ISO_8859_1);
      } else {
        line.write(c);
        if (line.size() > LONGEST_LINE) {
          throw tooLong();
        }
      }
    }
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
