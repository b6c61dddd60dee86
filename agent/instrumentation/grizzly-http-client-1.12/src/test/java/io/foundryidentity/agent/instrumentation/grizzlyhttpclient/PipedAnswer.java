package io.foundryidentity.agent.instrumentation.grizzlyhttpclient;

import com.ning.http.client.AsyncHandler;
import com.ning.http.client.FluentCaseInsensitiveStringsMap;
import com.ning.http.client.HttpResponseBodyPart;
import com.ning.http.client.HttpResponseHeaders;
import com.ning.http.client.HttpResponseStatus;
import com.ning.http.client.Response;
import com.ning.http.client.listener.TransferCompletionHandler;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.CompletableFuture;

/**
 * An answer whose body can be read before its end has arrived. It also listens to the headers that
 * the client shows of what it sends.
 */
final class PipedAnswer extends TransferCompletionHandler {

  /** More than any answer here, so that no I/O thread waits for a reader. */
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
  public void headers(FluentCaseInsensitiveStringsMap headers) {
    sent += headers;
  }

  @Override
  public AsyncHandler.STATE onStatusReceived(HttpResponseStatus received) {
    status.complete(received.getStatusCode());
    return AsyncHandler.STATE.CONTINUE;
  }

  @Override
  public AsyncHandler.STATE onHeadersReceived(HttpResponseHeaders headers) {
    return AsyncHandler.STATE.CONTINUE;
  }

  @Override
  public AsyncHandler.STATE onBodyPartReceived(HttpResponseBodyPart part) throws IOException {
    received.write(part.getBodyPartBytes());
    received.flush();
    return AsyncHandler.STATE.CONTINUE;
  }

  @Override
  public void onThrowable(Throwable failure) {
    status.completeExceptionally(failure);
    end();
  }

  @Override
  public Response onCompleted(Response complete) {
    status.completeExceptionally(new IOException("the call has ended without an answer"));
    end();
    return complete;
  }

  private void end() {
    try {
      received.close();
    } catch (IOException closedAlready) {
      return;
    }
  }
}
