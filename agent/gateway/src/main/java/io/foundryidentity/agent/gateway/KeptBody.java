package io.foundryidentity.agent.gateway;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/**
 * A small body that can be sent twice.
 *
 * <p>Not a publisher of the JDK: if the JDK's client is instrumented in this JVM, a request with
 * such a publisher is sent again after a 401, and the gateway would send it again, too.
 */
final class KeptBody implements BodyPublisher {

  private final BodyPublisher bytes;

  KeptBody(byte[] bytes) {
    this.bytes = BodyPublishers.ofByteArray(bytes);
  }

  @Override
  public long contentLength() {
    return bytes.contentLength();
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    bytes.subscribe(subscriber);
  }
}
