package io.foundryidentity.agent.instrumentation.apachehttpasyncclient4;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.http.HttpEntity;
import org.apache.http.HttpResponse;
import org.apache.http.concurrent.FutureCallback;
import org.apache.http.entity.ContentType;
import org.apache.http.nio.ContentDecoder;
import org.apache.http.nio.IOControl;
import org.apache.http.nio.protocol.AbstractAsyncResponseConsumer;
import org.apache.http.protocol.HttpContext;

/** A response that is available with its head; its body is read while it arrives. */
final class Answer extends AbstractAsyncResponseConsumer<HttpResponse> {

  private static final byte[] END = {};

  final CompletableFuture<HttpResponse> head = new CompletableFuture<>();
  private final BlockingQueue<byte[]> pieces = new LinkedBlockingQueue<>();

  final InputStream body =
      new InputStream() {
        private ByteArrayInputStream piece = new ByteArrayInputStream(new byte[1], 1, 0);
        private boolean ended;

        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
          while (piece.available() == 0 && !ended) {
            try {
              byte[] next = pieces.take();
              ended = next == END;
              piece = new ByteArrayInputStream(next);
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
          }
          return piece.read(into, from, length);
        }
      };

  @Override
  protected void onResponseReceived(HttpResponse response) {
    head.complete(response);
  }

  @Override
  protected void onEntityEnclosed(HttpEntity entity, ContentType contentType) {}

  @Override
  protected void onContentReceived(ContentDecoder decoder, IOControl io) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(8192);
    while (decoder.read(buffer) > 0) {
      buffer.flip();
      byte[] piece = new byte[buffer.remaining()];
      buffer.get(piece);
      pieces.add(piece);
      buffer.clear();
    }
  }

  @Override
  protected HttpResponse buildResult(HttpContext context) {
    return head.getNow(null);
  }

  @Override
  protected void releaseResources() {}

  /** For the client's future: it completes when the connection is back in its pool. */
  FutureCallback<HttpResponse> callback() {
    return new FutureCallback<>() {
      @Override
      public void completed(HttpResponse response) {
        pieces.add(END);
      }

      @Override
      public void failed(Exception failure) {
        head.completeExceptionally(failure);
        pieces.add(END);
      }

      @Override
      public void cancelled() {
        head.cancel(false);
        pieces.add(END);
      }
    };
  }
}
