package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.async.methods.ConfigurableHttpRequest;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.Message;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityProducer;
import org.apache.hc.core5.http.nio.entity.StringAsyncEntityConsumer;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.http.nio.support.BasicResponseConsumer;

/** One request that an asynchronous client has taken, and what the application hears of it. */
final class HeldAsync implements FutureCallback<Message<HttpResponse, String>> {

  final Future<Message<HttpResponse, String>> future;

  /** Completes with the answer's status, a failure, or as cancelled. */
  final CompletableFuture<Integer> status = new CompletableFuture<>();

  /** Completes when the client lets go of the request's body. */
  final CompletableFuture<Void> released = new CompletableFuture<>();

  HeldAsync(CloseableHttpAsyncClient client, URI uri, RequestConfig config) {
    ConfigurableHttpRequest request = new ConfigurableHttpRequest("POST", uri);
    request.setConfig(config);
    byte[] text = "a question".getBytes(StandardCharsets.UTF_8);
    future =
        client.execute(
            new BasicRequestProducer(request, new OneShot(text, released)),
            new BasicResponseConsumer<>(new StringAsyncEntityConsumer()),
            this);
  }

  HeldAsync(CloseableHttpAsyncClient client, URI uri) {
    this(client, uri, RequestConfig.DEFAULT);
  }

  @Override
  public void completed(Message<HttpResponse, String> answer) {
    status.complete(answer.getHead().getCode());
  }

  @Override
  public void failed(Exception failure) {
    status.completeExceptionally(failure);
  }

  @Override
  public void cancelled() {
    status.cancel(false);
  }

  /** A body that can be written once. */
  private static final class OneShot extends BasicAsyncEntityProducer {

    private final CompletableFuture<Void> released;

    OneShot(byte[] text, CompletableFuture<Void> released) {
      super(text, ContentType.TEXT_PLAIN, true);
      this.released = released;
    }

    @Override
    public boolean isRepeatable() {
      return false;
    }

    @Override
    public void releaseResources() {
      released.complete(null);
    }
  }
}
