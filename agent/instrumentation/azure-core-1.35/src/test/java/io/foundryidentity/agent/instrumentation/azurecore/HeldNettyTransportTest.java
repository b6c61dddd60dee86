package io.foundryidentity.agent.instrumentation.azurecore;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.netty.NettyAsyncHttpClientProvider;
import com.azure.core.util.HttpClientOptions;
import io.foundryidentity.agent.instrumentation.netty.NettyInstrumentation;
import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.HeldClient;
import io.foundryidentity.agent.instrumentation.testing.HeldRequestCases;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.CertificateAuthority;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** azure-core's transport on Netty with each of its timeouts set to one second. */
class HeldNettyTransportTest extends HeldRequestCases {

  @Override
  protected HeldClient client(TestNetwork servers) {
    CertificateAuthority certificates = servers.simulator().certificates();
    System.setProperty("javax.net.ssl.trustStore", certificates.trustStore().toString());
    System.setProperty("javax.net.ssl.trustStorePassword", certificates.trustStorePassword());
    HttpClientOptions second =
        new HttpClientOptions()
            .setWriteTimeout(Duration.ofSeconds(1))
            .responseTimeout(Duration.ofSeconds(1))
            .readTimeout(Duration.ofSeconds(1));
    HttpClient transport = new NettyAsyncHttpClientProvider().createInstance(second);
    return new HeldClient() {
      @Override
      public Call post(URI uri, String body, boolean streamed, @Nullable Duration deadline) {
        return new Sent(transport, request(uri, body, streamed), deadline);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  protected List<ClientInstrumentation> instrumentations() {
    return List.of(new NettyInstrumentation(), new AzureCoreInstrumentation());
  }

  private static HttpRequest request(URI uri, String body, boolean streamed) {
    HttpRequest request = new HttpRequest(HttpMethod.POST, uri.toString());
    if (!streamed) {
      return request.setBody(body);
    }
    return request
        .setHeader("Content-Length", String.valueOf(body.length()))
        .setBody(
            Flux.just(body.substring(0, 2), body.substring(2))
                .map(part -> ByteBuffer.wrap(part.getBytes(StandardCharsets.UTF_8))));
  }

  private static final class Sent implements HeldClient.Call {

    private final CompletableFuture<Integer> status;

    Sent(HttpClient transport, HttpRequest request, @Nullable Duration deadline) {
      status =
          (deadline == null ? transport.send(request) : transport.send(request).timeout(deadline))
              .flatMap(answer -> answer.getBodyAsString().thenReturn(answer.getStatusCode()))
              .toFuture();
    }

    @Override
    public CompletableFuture<Integer> status() {
      return status;
    }

    @Override
    public void cancel() {
      status.cancel(true);
    }
  }
}
