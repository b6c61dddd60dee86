package io.foundryidentity.agent.instrumentation.testing;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request as an application would make it; immutable, each change gives a new one.
 *
 * @param headers in the order in which they were added; a name may come twice
 * @param proxy the HTTP proxy to use for it, or null for none
 * @param deadline the time that the client gives the whole call, or null for none
 */
public record TestRequest(
    String method,
    URI uri,
    List<Header> headers,
    Body body,
    boolean followRedirects,
    @Nullable InetSocketAddress proxy,
    @Nullable Duration deadline) {

  /** One header line. */
  public record Header(String name, String value) {}

  /** How often a body can be read. */
  public enum BodyKind {
    NONE,
    REPEATABLE,
    /** A stream that can be read once, of a length that is not known in advance. */
    ONE_SHOT
  }

  /** A text body. */
  public record Body(BodyKind kind, String text) {}

  private static final Body NO_BODY = new Body(BodyKind.NONE, "");

  public static TestRequest get(URI uri) {
    return new TestRequest("GET", uri, List.of(), NO_BODY, false, null, null);
  }

  public static TestRequest post(URI uri, String text) {
    return new TestRequest(
        "POST", uri, List.of(), new Body(BodyKind.REPEATABLE, text), false, null, null);
  }

  /** With a body that can be read once only. */
  public static TestRequest postOnce(URI uri, String text) {
    return new TestRequest(
        "POST", uri, List.of(), new Body(BodyKind.ONE_SHOT, text), false, null, null);
  }

  public TestRequest with(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new TestRequest(method, uri, List.copyOf(more), body, followRedirects, proxy, deadline);
  }

  public TestRequest followingRedirects() {
    return new TestRequest(method, uri, headers, body, true, proxy, deadline);
  }

  public TestRequest through(InetSocketAddress httpProxy) {
    return new TestRequest(method, uri, headers, body, followRedirects, httpProxy, deadline);
  }

  /** With a deadline for the whole call, as the client's own setting. */
  public TestRequest within(Duration time) {
    return new TestRequest(method, uri, headers, body, followRedirects, proxy, time);
  }
}
