package io.foundryidentity.cases.asynchttpclient1;

import com.ning.http.client.AsyncHttpClient;
import com.ning.http.client.AsyncHttpClient.BoundRequestBuilder;
import com.ning.http.client.BodyDeferringAsyncHandler;
import com.ning.http.client.Response;
import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import io.foundryidentity.cases.calls.RawCalls;
import io.foundryidentity.cases.calls.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.ExecutionException;

/** AsyncHttpClient 1 by itself. */
public final class Main {

  private final AsyncHttpClient client;
  private final String key;

  private Main(AsyncHttpClient client, String key) {
    this.client = client;
    this.key = key;
  }

  public static void main(String[] arguments) {
    Foundry foundry = Foundry.from(System.getenv());
    try (AsyncHttpClient client = new AsyncHttpClient()) {
      Main program = new Main(client, foundry.key());
      new RawCalls(foundry, new Calls(System.out)).make("", program::whole, program::streamed);
    }
  }

  private Reply whole(String url, String json)
      throws ExecutionException, InterruptedException, IOException {
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
