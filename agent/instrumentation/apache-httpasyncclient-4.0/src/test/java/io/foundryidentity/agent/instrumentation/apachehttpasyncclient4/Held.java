package io.foundryidentity.agent.instrumentation.apachehttpasyncclient4;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.http.HttpResponse;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.concurrent.FutureCallback;
import org.apache.http.entity.InputStreamEntity;
import org.apache.http.impl.nio.client.CloseableHttpAsyncClient;
import org.apache.http.util.EntityUtils;

/** One request that a client has taken, and what the application hears of it. */
final class Held implements FutureCallback<HttpResponse> {

  final HttpPost request;
  final Future<HttpResponse> future;

  /** Completes with the answer's status, a failure, or as cancelled. */
  final CompletableFuture<Integer> status = new CompletableFuture<>();

  private volatile String body = "";

  Held(CloseableHttpAsyncClient client, URI uri) {
    this(client, uri, RequestConfig.DEFAULT);
  }

  /** With a body that can be read once. */
  Held(CloseableHttpAsyncClient client, URI uri, RequestConfig config) {
    request = new HttpPost(uri);
    request.setConfig(config);
    byte[] text = "a question".getBytes(StandardCharsets.UTF_8);
    request.setEntity(new InputStreamEntity(new ByteArrayInputStream(text), text.length));
    future = client.execute(request, this);
  }

  String body() {
    return body;
  }

  @Override
  public void completed(HttpResponse answer) {
    try {
      body = EntityUtils.toString(answer.getEntity());
      status.complete(answer.getStatusLine().getStatusCode());
    } catch (IOException e) {
      status.completeExceptionally(e);
    }
  }

  @Override
  public void failed(Exception failure) {
    status.completeExceptionally(failure);
  }

  @Override
  public void cancelled() {
    status.cancel(false);
  }
}
