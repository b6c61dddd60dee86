package io.foundryidentity.agent.health;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** One answer of the health port: whole, and the last of its connection. */
final class Answer {

  private static final String PLAIN = "text/plain; charset=utf-8";

  /** For an answer that is no page: nothing in it may load, run or be framed. */
  private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

  /**
   * The form of RFC 9110, section 5.6.7; that of {@code RFC_1123_DATE_TIME} has days of one digit.
   */
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

  final int status;
  private final String phrase;
  private final String type;
  private final String policy;
  private final byte[] body;
  private final String more;

  private Answer(int status, String phrase, String type, String policy, String body, String more) {
    this.status = status;
    this.phrase = phrase;
    this.type = type;
    this.policy = policy;
    this.body = body.getBytes(StandardCharsets.UTF_8);
    this.more = more;
  }

  static Answer ok(String type, String body) {
    return new Answer(200, "OK", type, NOTHING, body, "");
  }

  /**
   * A page for a browser.
   *
   * @param policy its Content-Security-Policy
   */
  static Answer page(String policy, String html) {
    return new Answer(200, "OK", "text/html; charset=utf-8", policy, html, "");
  }

  static Answer ok(String line) {
    return ok(PLAIN, line + '\n');
  }

  static Answer unavailable(String line) {
    return plain(503, "Service Unavailable", line, "");
  }

  static Answer badRequest(String line) {
    return plain(400, "Bad Request", line, "");
  }

  static Answer notFound() {
    return plain(404, "Not Found", "there is /, /healthz, /readyz and /metrics", "");
  }

  static Answer notAllowed() {
    return plain(405, "Method Not Allowed", "use GET or HEAD", "Allow: GET, HEAD\r\n");
  }

  /** RFC 9110, section 15.5.20: this server does not answer for that Host. */
  static Answer misdirected() {
    return plain(
        421,
        "Misdirected Request",
        "the Host header must be localhost or the address of this port, with the port's number",
        "");
  }

  static Answer failed() {
    return plain(500, "Internal Server Error", "the answer could not be made", "");
  }

  private static Answer plain(int status, String phrase, String line, String more) {
    return new Answer(status, phrase, PLAIN, NOTHING, line + '\n', more);
  }

  static String date(ZonedDateTime now) {
    return HTTP_DATE.format(now);
  }

  /**
   * @param withBody false for the answer to a HEAD
   */
  void write(OutputStream out, boolean withBody) throws IOException {
    String head =
        "HTTP/1.1 "
            + status
            + ' '
            + phrase
            + "\r\n"
            + "Date: "
            + date(ZonedDateTime.now(ZoneOffset.UTC))
            + "\r\n"
            + "Content-Type: "
            + type
            + "\r\n"
            + "Content-Length: "
            + body.length
            + "\r\n"
            + more
            + "Cache-Control: no-store\r\n"
            + "Content-Security-Policy: "
            + policy
            + "\r\n"
            + "Cross-Origin-Resource-Policy: same-origin\r\n"
            + "Referrer-Policy: no-referrer\r\n"
            + "X-Content-Type-Options: nosniff\r\n"
            + "Connection: close\r\n\r\n";
    ByteArrayOutputStream whole = new ByteArrayOutputStream(head.length() + body.length);
    whole.write(head.getBytes(StandardCharsets.US_ASCII));
    if (withBody) {
      whole.write(body);
    }
    whole.writeTo(out);
    out.flush();
  }
}
