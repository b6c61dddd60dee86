package io.foundryidentity.agent.instrumentation.testing;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import java.io.IOException;
import java.util.Set;

/**
 * A client as the conformance suite drives it: one object of the client's own, its connections kept
 * between requests where the client does so.
 */
public interface TestedClient extends AutoCloseable {

  /** What not every client can do; a case that needs it is skipped where it is missing. */
  enum Ability {
    /** A 401 is sent once more inside the same call. */
    RETRY_401,
    /** Follows redirects by itself. */
    FOLLOW_REDIRECTS,
    /** Follows a 308 too, which is younger than some clients (RFC 7538). */
    FOLLOW_308,
    /** Follows redirects from https to http and back. */
    CHANGE_PROTOCOL,
    /** Lets the application write a Host header. */
    SET_HOST,
    /** Lets the application write a header twice. */
    REPEAT_HEADERS,
    /** Takes an HTTP proxy. */
    USE_PROXY,
    /** Takes user-info in a URL. */
    TAKE_USER_INFO
  }

  /** What is tested. */
  ClientInstrumentation instrumentation();

  Set<Ability> abilities();

  /** What TLS requests go out with: {@code HTTP/1.1} or {@code HTTP/2}. */
  String version();

  /**
   * Sends a request as an application would and returns when its head is there; called from many
   * threads at once.
   *
   * @throws IOException as the client gives it to the application, unwrapped where the client has
   *     to wrap it
   */
  TestResponse send(TestRequest request) throws IOException, InterruptedException;

  @Override
  default void close() throws Exception {}
}
