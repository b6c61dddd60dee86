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
import org.jspecify.annotations.Nullable;

/** The calls to the target for one request of a client; cancelled when the client disconnects. */
final class UpstreamCall {

  private boolean cancelled;
  private @Nullable CompletableFuture<?> underWay;
  private @Nullable InputStream answer;

  HttpResponse<InputStream> send(HttpClient client, HttpRequest request) throws IOException {
    CompletableFuture<HttpResponse<InputStream>> response;
    synchronized (this) {
      requireClient();
      response = client.sendAsync(request, head -> subscriber());
      underWay = response;
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
    synchronized (this) {
      if (!cancelled) {
        answer = stream;
        return;
      }
    }
    close(stream);
  }

  /** To be called when the client has disconnected. */
  void cancel() {
    CompletableFuture<?> waitedFor;
    InputStream open;
    synchronized (this) {
      cancelled = true;
      waitedFor = underWay;
      open = answer;
    }
    if (waitedFor != null) {
      waitedFor.cancel(true);
    }
    if (open != null) {
      close(open);
    }
  }

  synchronized boolean isCancelled() {
    return cancelled;
  }

  private void requireClient() throws IOException {
    if (cancelled) {
      throw new IOException("the client disconnected");
    }
  }

  static void close(InputStream stream) {
    try {
      stream.close();
    } catch (IOException closedAnyhow) {
      // It was not going to be read.
    }
  }
}
