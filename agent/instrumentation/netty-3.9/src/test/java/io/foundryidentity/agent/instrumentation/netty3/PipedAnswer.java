package io.foundryidentity.agent.instrumentation.netty3;

import com.ning.http.client.AsyncHandler;
import com.ning.http.client.AsyncHandlerExtensions;
import com.ning.http.client.HttpResponseBodyPart;
import com.ning.http.client.HttpResponseHeaders;
import com.ning.http.client.HttpResponseStatus;
import com.ning.http.client.providers.netty.request.NettyRequest;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetAddress;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jboss.netty.handler.codec.http.HttpRequest;

/** An answer whose body can be read before its end has arrived. */
final class PipedAnswer implements AsyncHandler<Void>, AsyncHandlerExtensions {

  /** More than any answer here, so that no I/O thread waits for a reader. */
  private static final int ROOM = 1 << 22;

  final CompletableFuture<Integer> status = new CompletableFuture<>();
  final PipedInputStream body = new PipedInputStream(ROOM);
  private final PipedOutputStream received = new PipedOutputStream();
  private final Queue<HttpRequest> sent = new ConcurrentLinkedQueue<>();

  PipedAnswer() throws IOException {
    received.connect(body);
  }

  /** What the client shows of the requests that it sent, as they are now. */
  String visible() {
    StringBuilder visible = new StringBuilder();
    for (HttpRequest request : sent) {
      visible.append(request).append(' ').append(request.headers().entries());
    }
    return visible.toString();
  }

  @Override
  public void onSendRequest(Object request) {
    sent.add(((NettyRequest) request).getHttpRequest());
  }

  @Override
  public STATE onStatusReceived(HttpResponseStatus answered) {
    status.complete(answered.getStatusCode());
    return STATE.CONTINUE;
  }

  @Override
  public STATE onHeadersReceived(HttpResponseHeaders headers) {
    return STATE.CONTINUE;
  }

  @Override
  public STATE onBodyPartReceived(HttpResponseBodyPart part) throws IOException {
    received.write(part.getBodyPartBytes());
    received.flush();
    return STATE.CONTINUE;
  }

  @Override
  public void onThrowable(Throwable failure) {
    status.completeExceptionally(failure);
    end();
  }

  @Override
  public Void onCompleted() {
    status.completeExceptionally(new IOException("the call has ended without an answer"));
    end();
    return null;
  }

  private void end() {
    try {
      received.close();
    } catch (IOException closedAlready) {
      return;
    }
  }

  @Override
  public void onOpenConnection() {}

  @Override
  public void onConnectionOpen() {}

  @Override
  public void onPoolConnection() {}

  @Override
  public void onConnectionPooled() {}

  @Override
  public void onRetry() {}

  /** As it is in 1.9.0. */
  @Override
  public void onDnsResolved() {}

  /** As it is in later versions. */
  @SuppressWarnings("unused")
  public void onDnsResolved(InetAddress address) {}

  @Override
  public void onSslHandshakeCompleted() {}
}
