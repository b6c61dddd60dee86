package io.foundryidentity.agent.instrumentation.asynchttpclient.client;

import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.CompletableFuture;
import org.asynchttpclient.AsyncHandler;
import org.asynchttpclient.HttpResponseBodyPart;
import org.asynchttpclient.HttpResponseStatus;
import org.asynchttpclient.netty.request.NettyRequest;

/** An answer whose body can be read before its end has arrived. */
final class PipedAnswer implements AsyncHandler<Void> {

  /** More than any answer here, so that no event loop waits for a reader. */
  private static final int ROOM = 1 << 22;

  final CompletableFuture<Integer> status = new CompletableFuture<>();
  final PipedInputStream body = new PipedInputStream(ROOM);
  private final PipedOutputStream received = new PipedOutputStream();
  private volatile String sent = "";

  PipedAnswer() throws IOException {
    received.connect(body);
  }

  /** What the client shows of the requests that it sent. */
  String visible() {
    return sent;
  }

  @Override
  public void onRequestSend(NettyRequest request) {
    sent += request.getHttpRequest();
  }

  @Override
  public State onStatusReceived(HttpResponseStatus received) {
    status.complete(received.getStatusCode());
    return State.CONTINUE;
  }

  @Override
  public State onHeadersReceived(HttpHeaders headers) {
    return State.CONTINUE;
  }

  @Override
  public State onBodyPartReceived(HttpResponseBodyPart part) throws IOException {
    received.write(part.getBodyPartBytes());
    received.flush();
    return State.CONTINUE;
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
}
