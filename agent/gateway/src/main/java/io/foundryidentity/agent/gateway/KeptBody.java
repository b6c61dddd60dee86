package io.foundryidentity.agent.gateway;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/**
 * A small body that can be sent twice.
 *
 * <p>Not the JDK's own publisher itself: where the JDK's client is instrumented in this JVM, it
 * would send those once more on a 401, and the gateway once more again.
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
