package io.foundryidentity.agent.instrumentation.netty3;

import com.ning.http.client.AsyncCompletionHandler;
import com.ning.http.client.AsyncHttpClient;
import com.ning.http.client.AsyncHttpClient.BoundRequestBuilder;
import com.ning.http.client.ListenableFuture;
import com.ning.http.client.Response;
import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.HeldClient;
import io.foundryidentity.agent.instrumentation.testing.HeldRequestCases;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

class HeldTest extends HeldRequestCases {

  @Override
  protected HeldClient client(TestNetwork servers) {
    return new Client(TestedAsyncHttpClient.client(servers.trust(), true, 1_000));
  }

  @Override
  protected List<ClientInstrumentation> instrumentations() {
    return List.of(new Netty3Instrumentation());
  }

  private record Client(AsyncHttpClient client) implements HeldClient {

    @Override
    public Call post(URI uri, String body, boolean streamed, @Nullable Duration deadline) {
      BoundRequestBuilder request = client.preparePost(uri.toString());
      if (streamed) {
        request.setBody(parts(body));
      } else {
        request.setBody(body);
      }
      if (deadline != null) {
        request.setRequestTimeout((int) deadline.toMillis());
      }
      CompletableFuture<Integer> status = new CompletableFuture<>();
      ListenableFuture<Void> given =
          request.execute(
              new AsyncCompletionHandler<Void>() {
                @Override
                public Void onCompleted(Response response) {
                  status.complete(response.getStatusCode());
                  return null;
                }

                @Override
                public void onThrowable(Throwable failure) {
                  status.completeExceptionally(failure);
                }
              });
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
    public void close() {
      client.close();
    }
  }
}
