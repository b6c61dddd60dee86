package io.foundryidentity.simulator;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One request that a server of the simulator has received. */
public final class ReceivedRequest {
  /**
   * The {@code Via} with which a front passes on what came to it over HTTP/3 (RFC 9110, section
   * 7.6.3); such a request is recorded as the client sent it.
   */
  public static final String VIA_HTTP_3 = "3 simulator";

  private final String method;
  private final String path;
  private final String host;
  private final String version;
  private final String scheme;
  private final Headers headers;
  private final byte[] body;
  private final long receivedAtNanos;

  ReceivedRequest(
      String method,
      String path,
      String host,
      String version,
      String scheme,
      Headers headers,
      byte[] body,
      long receivedAtNanos) {
    this.method = method;
    this.path = path;
    this.host = host;
    this.version = version;
    this.scheme = scheme;
    this.headers = headers;
    this.body = body;
    this.receivedAtNanos = receivedAtNanos;
  }

  ReceivedRequest withBody(byte[] received) {
    return new ReceivedRequest(
        method, path, host, version, scheme, headers, received, receivedAtNanos);
  }

  public String method() {
    return method;
  }

  /** The request target as sent: path with query; at a proxy {@code host:port} or a whole URL. */
  public String path() {
    return path;
  }

  /** The path without its query; that of a whole URL too, as RFC 9112 asks in section 3.2.2. */
  public String pathOnly() {
    int question = path.indexOf('?');
    String whole = question < 0 ? path : path.substring(0, question);
    int authority = whole.startsWith("/") ? -1 : whole.indexOf("://");
    int slash = authority < 0 ? 0 : whole.indexOf('/', authority + 3);
    return slash < 0 ? "/" : whole.substring(slash);
  }

  /** The decoded value of a query parameter, or null. */
  public @Nullable String query(String name) {
    int question = path.indexOf('?');
    return question < 0 ? null : Form.value(path.substring(question + 1), name);
  }

  /** The Host header, or {@code :authority} in HTTP/2; empty where neither was sent. */
  public String host() {
    return host;
  }

  /** {@code HTTP/1.1}, {@code HTTP/2} or {@code HTTP/3}. */
  public String version() {
    return version;
  }

  /** {@code https} if it came over TLS, else {@code http}. */
  public String scheme() {
    return scheme;
  }

  public Headers headers() {
    return headers;
  }

  /** The first value of a header, or null. */
  public @Nullable String header(String name) {
    return headers.first(name);
  }

  public byte[] body() {
    return body.clone();
  }

  public String bodyText() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** When its head had arrived, by {@link System#nanoTime} of the simulator's JVM. */
  public long receivedAtNanos() {
    return receivedAtNanos;
  }

  /** Without header values and body, which may contain a token. */
  @Override
  public String toString() {
    return method + " " + path + " " + version + " over " + scheme + " " + headers;
  }
}
