package io.foundryidentity.agent.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One request by the JDK's client, which can be cancelled. */
final class Http2Exchange {

  private final Executor threads;
  // Not a monitor, which would hold a carrier thread on Java 21 to 23.
  private final ReentrantLock lock = new ReentrantLock();
  private boolean cancelled;
  private @Nullable CompletableFuture<?> underWay;
  private @Nullable InputStream answer;

  Http2Exchange(Executor threads) {
    this.threads = threads;
  }

  HttpResponse<InputStream> send(HttpClient client, HttpRequest request, UpstreamCall call)
      throws IOException {
    // On another thread, as it may wait for one of the client's.
    call.begin(() -> threads.execute(this::cancel));
    CompletableFuture<HttpResponse<InputStream>> response =
        client.sendAsync(request, head -> subscriber());
    lock.lock();
    try {
      underWay = response;
    } finally {
      lock.unlock();
    }
    if (call.isCancelled()) {
      cancel();
    }
    try {
      return response.get();
    } catch (CancellationException left) {
      throw new IOException("the client disconnected", left);
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      throw cause instanceof IOException ? (IOException) cause : new IOException(cause);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", stop);
    }
  }

  /**
   * Keeps the stream as soon as there is one: before Java 16 cancelling the future does not end the
   * request, and the answer would not be closed.
   */
  private BodySubscriber<InputStream> subscriber() {
    BodySubscriber<InputStream> subscriber = BodySubscribers.ofInputStream();
    subscriber.getBody().thenAccept(this::hold);
    return subscriber;
  }

  private void hold(InputStream stream) {
    lock.lock();
    try {
      if (!cancelled) {
        answer = stream;
        return;
      }
    } finally {
      lock.unlock();
    }
    Http2Answer.close(stream);
  }

  private void cancel() {
    CompletableFuture<?> waitedFor;
    InputStream open;
    lock.lock();
    try {
      cancelled = true;
      waitedFor = underWay;
      open = answer;
    } finally {
      lock.unlock();
    }
    if (waitedFor != null) {
      waitedFor.cancel(true);
    }
    if (open != null) {
      Http2Answer.close(open);
    }
  }
}
