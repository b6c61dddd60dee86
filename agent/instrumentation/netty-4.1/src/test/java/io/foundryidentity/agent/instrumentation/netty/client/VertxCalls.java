package io.foundryidentity.agent.instrumentation.netty.client;

import io.foundryidentity.agent.instrumentation.testing.HeldClient;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Vert.x 4, whose idle timeouts are Netty's handlers, each of one second. */
final class VertxCalls implements HeldClient {

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client;

  VertxCalls(TestNetwork servers, HttpVersion version) {
    String ca = servers.simulator().certificates().caPem().toString();
    client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setProtocolVersion(version)
                .setPemTrustOptions(new PemTrustOptions().addCertPath(ca))
                .setIdleTimeout(1)
                .setReadIdleTimeout(1)
                .setWriteIdleTimeout(1));
  }

  @Override
  public Call post(URI uri, String body, boolean streamed, @Nullable Duration deadline) {
    RequestOptions options =
        new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(uri.toString());
    if (deadline != null) {
      options.setTimeout(deadline.toMillis());
    }
    Future<HttpClientRequest> request = client.request(options);
    CompletableFuture<Integer> status =
        request
            .compose(head -> streamed ? inParts(head, body) : head.send(body))
            .map(HttpClientResponse::statusCode)
            .toCompletionStage()
            .toCompletableFuture();
    return new Call() {
      @Override
      public CompletableFuture<Integer> status() {
        return status;
      }

      @Override
      public void cancel() {
        request.onSuccess(HttpClientRequest::reset);
      }
    };
  }

  private static Future<HttpClientResponse> inParts(HttpClientRequest request, String body) {
    request.setChunked(true);
    request.write(body.substring(0, 2));
    request.end(body.substring(2));
    return request.response();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
