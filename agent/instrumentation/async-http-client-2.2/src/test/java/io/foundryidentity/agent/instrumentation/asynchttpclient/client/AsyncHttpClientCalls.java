package io.foundryidentity.agent.instrumentation.asynchttpclient.client;

import io.foundryidentity.agent.instrumentation.testing.HeldClient;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.asynchttpclient.AsyncHttpClient;
import org.asynchttpclient.BoundRequestBuilder;
import org.asynchttpclient.ListenableFuture;
import org.asynchttpclient.Response;
import org.jspecify.annotations.Nullable;

/** AsyncHttpClient with a read timeout of one second. */
public final class AsyncHttpClientCalls implements HeldClient {

  private final AsyncHttpClient client;

  public AsyncHttpClientCalls(TestNetwork servers, boolean http2) {
    client = AsyncHttpClients.of(servers.trust(), http2, true, Duration.ofSeconds(1));
  }

  @Override
  public Call post(URI uri, String body, boolean streamed, @Nullable Duration deadline) {
    BoundRequestBuilder request = client.preparePost(uri.toString());
    if (streamed) {
      request.setBody(parts(body));
    } else {
      request.setBody(body);
    }
    if (deadline != null) {
      AsyncHttpClients.set(request, "setRequestTimeout", deadline);
    }
    ListenableFuture<Response> given = request.execute();
    CompletableFuture<Integer> status =
        given.toCompletableFuture().thenApply(Response::getStatusCode);
    return new Call() {
      @Override
      public CompletableFuture<Integer> status() {
        return status;
      }

      @Override
      public void cancel() {
        given.cancel(true);
      }
    };
  }

  private static InputStream parts(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return new SequenceInputStream(
        new ByteArrayInputStream(bytes, 0, 2),
        new ByteArrayInputStream(bytes, 2, bytes.length - 2));
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
