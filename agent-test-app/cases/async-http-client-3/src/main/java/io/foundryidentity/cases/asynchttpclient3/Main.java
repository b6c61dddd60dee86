package io.foundryidentity.cases.asynchttpclient3;

import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import io.foundryidentity.cases.calls.RawCalls;
import io.foundryidentity.cases.calls.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import org.asynchttpclient.AsyncHttpClient;
import org.asynchttpclient.BoundRequestBuilder;
import org.asynchttpclient.Dsl;
import org.asynchttpclient.Response;
import org.asynchttpclient.handler.BodyDeferringAsyncHandler;

/** AsyncHttpClient 3 by itself, over HTTP/1.1 and over HTTP/2. */
public final class Main {

  private final AsyncHttpClient client;
  private final String key;

  private Main(AsyncHttpClient client, String key) {
    this.client = client;
    this.key = key;
  }

  public static void main(String[] arguments) throws IOException {
    Foundry foundry = Foundry.from(System.getenv());
    try (AsyncHttpClient old = Dsl.asyncHttpClient(Dsl.config().setHttp2Enabled(false));
        AsyncHttpClient either = Dsl.asyncHttpClient(Dsl.config().setHttp2Enabled(true))) {
      Main http1 = new Main(old, foundry.key());
      Main http2 = new Main(either, foundry.key());
      new RawCalls(foundry, new Calls(System.out))
          .make("", http1::whole, http1::streamed)
          .make(" HTTP/2", http2::whole, http2::streamed);
    }
  }

  private Reply whole(String url, String json) throws ExecutionException, InterruptedException {
    Response response = post(url, json).execute().get();
    return new Reply(response.getStatusCode(), response.getResponseBody());
  }

  private Reply streamed(String url, String json)
      throws ExecutionException, InterruptedException, IOException {
    ByteArrayOutputStream pieces = new ByteArrayOutputStream();
    Response response = post(url, json).execute(new BodyDeferringAsyncHandler(pieces)).get();
    return new Reply(response.getStatusCode(), pieces.toString("UTF-8"));
  }

  private BoundRequestBuilder post(String url, String json) {
    return client
        .preparePost(url)
        .setHeader("Authorization", "Bearer " + key)
        .setHeader("Content-Type", "application/json")
        .setBody(json);
  }
}
