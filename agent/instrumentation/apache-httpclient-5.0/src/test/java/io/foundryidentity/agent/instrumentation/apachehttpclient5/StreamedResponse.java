package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;

/** Gives an asynchronous response's head as soon as it arrives, and its body as a stream. */
final class StreamedResponse implements AsyncResponseConsumer<Void>, FutureCallback<Void> {

  private static final byte[] END = {};

  private final CompletableFuture<Integer> status = new CompletableFuture<>();
  private final BlockingQueue<byte[]> pieces = new LinkedBlockingQueue<>();
  private FutureCallback<Void> result;

  int status() throws IOException, InterruptedException {
    try {
      return status.get(60, TimeUnit.SECONDS);
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof IOException
          ? (IOException) failure.getCause()
          : new IOException(failure.getCause());
    } catch (TimeoutException hanging) {
      throw new IllegalStateException("no answer and no failure after 20 s", hanging);
    }
  }

  InputStream body() {
    return new InputStream() {
      private byte[] piece = END;
      private int next;
      private boolean ended;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        while (next == piece.length) {
          if (ended) {
            return -1;
          }
          try {
            piece = pieces.take();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          next = 0;
          ended = piece == END;
        }
        int count = Math.min(length, piece.length - next);
        System.arraycopy(piece, next, into, offset, count);
        next += count;
        return count;
      }
    };
  }

  @Override
  public void consumeResponse(
      HttpResponse response,
      EntityDetails entity,
      HttpContext context,
      FutureCallback<Void> callback) {
    result = callback;
    if (entity == null) {
      streamEnd(null);
    }
    status.complete(response.getCode());
  }

  @Override
  public void informationResponse(HttpResponse response, HttpContext context) {}

  @Override
  public void failed(Exception cause) {
    status.completeExceptionally(cause);
    pieces.add(END);
  }

  @Override
  public void completed(Void nothing) {}

  @Override
  public void cancelled() {
    failed(new IOException("cancelled"));
  }

  @Override
  public void updateCapacity(CapacityChannel channel) throws IOException {
    channel.update(Integer.MAX_VALUE);
  }

  @Override
  public void consume(ByteBuffer source) {
    byte[] piece = new byte[source.remaining()];
    source.get(piece);
    if (piece.length > 0) {
      pieces.add(piece);
    }
  }

  @Override
  public void streamEnd(List<? extends Header> trailers) {
    pieces.add(END);
    result.completed(null);
  }

  @Override
  public void releaseResources() {}
}
