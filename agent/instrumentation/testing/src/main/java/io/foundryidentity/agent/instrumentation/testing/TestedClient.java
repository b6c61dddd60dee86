package io.foundryidentity.agent.instrumentation.testing;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import java.io.IOException;
import java.util.Set;

/**
 * A client as the conformance suite drives it: one object of the client's own, its connections kept
 * between requests where the client does so.
 */
public interface TestedClient extends AutoCloseable {

  /**
   * An ability that not every client has; a case that needs it is skipped for the other clients.
   */
  enum Ability {
    /** A 401 is sent once more inside the same call. */
    RETRY_401,
    /** Follows redirects by itself. */
    FOLLOW_REDIRECTS,
    /** Follows a 308 too, which is newer than some clients (RFC 7538). */
    FOLLOW_308,
    /** Follows redirects from https to http and back. */
    CHANGE_PROTOCOL,
    /** Lets the application write a Host header. */
    SET_HOST,
    /** Lets the application write a header twice. */
    REPEAT_HEADERS,
    /** Can use an HTTP proxy. */
    USE_PROXY,
    /** Accepts user-info in a URL. */
    TAKE_USER_INFO,
    /** Returns an answer before its end has arrived. */
    STREAM_ANSWERS
  }

  /** The instrumentation under test. */
  ClientInstrumentation instrumentation();

  Set<Ability> abilities();

  /**
   * The version in which TLS requests are sent: {@code HTTP/1.1}, {@code HTTP/2} or {@code HTTP/3}.
   */
  String version();

  /** Whether the client compares a host with the server's certificate, as applications expect. */
  default boolean checksNames() {
    return true;
  }

  /**
   * Sends a request as an application would and returns when the answer's head has arrived; called
   * from many threads at once.
   *
   * @throws IOException as the client gives it to the application, unwrapped if the client has to
   *     wrap it
   */
  TestResponse send(TestRequest request) throws IOException, InterruptedException;

  /** Whether it has a deadline for a whole call, and {@link #send} sets it. */
  default boolean hasDeadline() {
    return false;
  }

  /** Whether an application can cancel a call, and {@link #start} is implemented. */
  default boolean canCancel() {
    return false;
  }

  /** Begins to send a request that the application can cancel. */
  default TestCall start(TestRequest request) {
    throw new UnsupportedOperationException(getClass() + " cannot cancel");
  }

  /** A call that has begun. */
  interface TestCall {

    /** Waits for the head of the answer, and throws as {@link TestedClient#send} does. */
    TestResponse answer() throws IOException, InterruptedException;

    /** As the application does it, from another thread than the one that waits. */
    void cancel();
  }

  @Override
  default void close() throws Exception {}
}
