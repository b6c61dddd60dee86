package io.foundryidentity.agent.instrumentation.armeria.client;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpRequestWriter;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import io.foundryidentity.agent.instrumentation.testing.HeldClient;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Armeria's WebClient with its defaults: a write may take one second. */
public final class ArmeriaCalls implements HeldClient {

  private final ClientFactory factory;
  private final String protocol;

  public ArmeriaCalls(TestNetwork servers, String protocol) {
    this.protocol = protocol;
    this.factory =
        ClientFactory.builder()
            .addressResolverGroupFactory(loops -> DefaultAddressResolverGroup.INSTANCE)
            .tlsCustomizer(
                tls -> tls.trustManager(servers.simulator().certificates().caPem().toFile()))
            .build();
  }

  /** Armeria's response timeout begins when the request was sent. */
  @Override
  public boolean hasDeadlines() {
    return false;
  }

  @Override
  public Call post(URI uri, String body, boolean streamed, @Nullable Duration deadline) {
    WebClient client =
        WebClient.builder(protocol + "://" + uri.getAuthority()).factory(factory).build();
    RequestHeaders head = RequestHeaders.of(HttpMethod.POST, uri.getRawPath());
    if (!streamed) {
      return new Given(client.execute(head, body));
    }
    HttpRequestWriter request = HttpRequest.streaming(head);
    HttpResponse response = client.execute(request);
    request.write(HttpData.ofUtf8(body.substring(0, 2)));
    request.write(HttpData.ofUtf8(body.substring(2)));
    request.close();
    return new Given(response);
  }

  @Override
  public void close() {
    factory.close();
  }

  private static final class Given implements Call {

    private final HttpResponse response;
    private final CompletableFuture<Integer> status;

    Given(HttpResponse response) {
      this.response = response;
      this.status = response.aggregate().thenApply(answer -> answer.status().code());
    }

    @Override
    public CompletableFuture<Integer> status() {
      return status;
    }

    @Override
    public void cancel() {
      response.abort();
    }
  }
}
