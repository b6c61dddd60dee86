package io.foundryidentity.cases.vertx5;

import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import io.foundryidentity.cases.calls.RawCalls;
import io.foundryidentity.cases.calls.Reply;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Vert.x 5's HttpClient by itself, over HTTP/1.1 and over HTTP/2. */
public final class Main {

  private final HttpClient client;
  private final String key;

  private Main(HttpClient client, String key) {
    this.client = client;
    this.key = key;
  }

  public static void main(String[] arguments) throws Exception {
    Foundry foundry = Foundry.from(System.getenv());
    Vertx vertx = Vertx.vertx();
    HttpClientOptions either =
        new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setUseAlpn(true);
    Main http1 = new Main(vertx.createHttpClient(), foundry.key());
    Main http2 = new Main(vertx.createHttpClient(either), foundry.key());
    new RawCalls(foundry, new Calls(System.out))
        .make("", http1::whole, http1::streamed)
        .make(" HTTP/2", http2::whole, http2::streamed);
    answer(vertx.close());
  }

  private Reply whole(String url, String json) throws Exception {
    return answer(
        post(
            url,
            json,
            response ->
                response.body().map(body -> new Reply(response.statusCode(), body.toString()))));
  }

  private Reply streamed(String url, String json) throws Exception {
    Buffer pieces = Buffer.buffer();
    return answer(
        post(
            url,
            json,
            response ->
                response
                    .handler(pieces::appendBuffer)
                    .end()
                    .map(end -> new Reply(response.statusCode(), pieces.toString()))));
  }

  /** The reader is set on the event loop, before the first piece of the body can come. */
  private Future<Reply> post(
      String url, String json, Function<HttpClientResponse, Future<Reply>> reader) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setSsl(true)
            .setAbsoluteURI(url)
            .putHeader("Authorization", "Bearer " + key)
            .putHeader("Content-Type", "application/json");
    return client.request(options).compose(request -> request.send(json).compose(reader));
  }

  private static <T> T answer(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
