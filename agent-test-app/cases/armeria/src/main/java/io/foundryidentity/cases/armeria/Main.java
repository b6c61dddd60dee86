package io.foundryidentity.cases.armeria;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.SplitHttpResponse;
import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import io.foundryidentity.cases.calls.RawCalls;
import io.foundryidentity.cases.calls.Reply;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/** Armeria's WebClient by itself, over HTTP/1.1 and over HTTP/2, which it takes by default. */
public final class Main {

  private final WebClient client;
  private final String key;

  private Main(ClientFactory factory, String key) {
    // By default a second and 15, in which a busy machine may not have sent a first request
    this.client =
        WebClient.builder()
            .factory(factory)
            .writeTimeout(Duration.ofSeconds(30))
            .responseTimeout(Duration.ofMinutes(1))
            .build();
    this.key = key;
  }

  public static void main(String[] arguments) {
    Foundry foundry = Foundry.from(System.getenv());
    try (ClientFactory old = factory(true);
        ClientFactory either = factory(false)) {
      Main http1 = new Main(old, foundry.key());
      Main http2 = new Main(either, foundry.key());
      new RawCalls(foundry, new Calls(System.out))
          .make("", http1::whole, http1::streamed)
          .make(" HTTP/2", http2::whole, http2::streamed);
    }
  }

  private static ClientFactory factory(boolean preferHttp1) {
    return ClientFactory.builder()
        .preferHttp1(preferHttp1)
        .addressResolverGroupFactory(loops -> DefaultAddressResolverGroup.INSTANCE)
        .build();
  }

  private Reply whole(String url, String json) throws ExecutionException, InterruptedException {
    AggregatedHttpResponse response = post(url, json).aggregate().get();
    return new Reply(response.status().code(), response.contentUtf8());
  }

  private Reply streamed(String url, String json) throws ExecutionException, InterruptedException {
    SplitHttpResponse response = post(url, json).split();
    int status = response.headers().get().status().code();
    String pieces =
        response.body().collect().get().stream()
            .map(HttpData::toStringUtf8)
            .collect(Collectors.joining());
    return new Reply(status, pieces);
  }

  private HttpResponse post(String url, String json) {
    return client
        .prepare()
        .post(url)
        .header("Authorization", "Bearer " + key)
        .content(MediaType.JSON, json)
        .execute();
  }
}
