package io.foundryidentity.agent.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A body that is forwarded while it is received, and only once.
 *
 * <p>Not {@code BodyPublishers.ofInputStream}: in Java 11 it treats a broken stream as ended, so
 * that an incomplete body in chunks would look complete.
 */
final class StreamedBody implements BodyPublisher {

  private static final int PIECE = 16 * 1024;

  private final InputStream body;
  private final long length;
  private final AtomicBoolean taken = new AtomicBoolean();

  /**
   * @param length -1 if it is not known
   */
  StreamedBody(InputStream body, long length) {
    this.body = body;
    this.length = length;
  }

  @Override
  public long contentLength() {
    return length;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    Reading reading = new Reading(subscriber);
    subscriber.onSubscribe(reading);
    if (!taken.compareAndSet(false, true)) {
      reading.fail(new IOException("a body that is streamed cannot be sent twice"));
    }
  }

  /** Reads on the thread that requests data, which is one of the gateway's. */
  private final class Reading implements Flow.Subscription {

    private final Flow.Subscriber<? super ByteBuffer> subscriber;

    /** What was requested and is not delivered; the thread that raises it from 0 delivers. */
    private final AtomicLong demand = new AtomicLong();

    private volatile boolean done;

    Reading(Flow.Subscriber<? super ByteBuffer> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void request(long pieces) {
      if (pieces <= 0) {
        fail(new IllegalArgumentException("asked for " + pieces));
        return;
      }
      long before =
          demand.getAndUpdate(asked -> asked + pieces < 0 ? Long.MAX_VALUE : asked + pieces);
      if (before == 0) {
        do {
          deliver();
        } while (!done && demand.decrementAndGet() > 0);
      }
    }

    private void deliver() {
      if (done) {
        return;
      }
      byte[] piece = new byte[PIECE];
      int count;
      try {
        count = body.read(piece, 0, PIECE);
      } catch (IOException broken) {
        fail(broken);
        return;
      }
      if (done) {
        return;
      }
      if (count < 0) {
        done = true;
        subscriber.onComplete();
      } else {
        subscriber.onNext(ByteBuffer.wrap(count == PIECE ? piece : Arrays.copyOf(piece, count)));
      }
    }

    void fail(Exception why) {
      if (!done) {
        done = true;
        subscriber.onError(why);
      }
    }

    @Override
    public void cancel() {
      done = true;
    }
  }
}
