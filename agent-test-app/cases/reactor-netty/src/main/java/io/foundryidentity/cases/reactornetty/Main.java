package io.foundryidentity.cases.reactornetty;

import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import io.foundryidentity.cases.calls.RawCalls;
import io.foundryidentity.cases.calls.Reply;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.LoopResources;

/** Reactor Netty's HttpClient by itself, over HTTP/1.1 and over HTTP/2. */
public final class Main {

  private final HttpClient client;

  private Main(HttpClient client, String key) {
    this.client =
        client
            .resolver(DefaultAddressResolverGroup.INSTANCE)
            .headers(
                headers ->
                    headers
                        .set("Authorization", "Bearer " + key)
                        .set("Content-Type", "application/json"));
  }

  public static void main(String[] arguments) {
    Foundry foundry = Foundry.from(System.getenv());
    LoopResources loops = LoopResources.create("case");
    HttpClient client = HttpClient.create().runOn(loops);
    HttpClient either = client.protocol(HttpProtocol.H2, HttpProtocol.HTTP11);
    Main http1 = new Main(client, foundry.key());
    Main http2 = new Main(either, foundry.key());
    new RawCalls(foundry, new Calls(System.out))
        .make("", http1::whole, http1::streamed)
        .make(" HTTP/2", http2::whole, http2::streamed);
    // The event loop tells observers that a request has ended only after the caller has its answer:
    // without this, the JVM's end could cut off the last report of a tracing agent
    loops.disposeLater(Duration.ZERO, Duration.ofSeconds(30)).block();
  }

  private Reply whole(String url, String json) throws Exception {
    return client
        .post()
        .uri(url)
        .send(ByteBufFlux.fromString(Mono.just(json)))
        .responseSingle(
            (response, body) ->
                body.asString().map(text -> new Reply(response.status().code(), text)))
        .toFuture()
        .get(60, TimeUnit.SECONDS);
  }

  private Reply streamed(String url, String json) throws Exception {
    return client
        .post()
        .uri(url)
        .send(ByteBufFlux.fromString(Mono.just(json)))
        .response(
            (response, pieces) ->
                pieces
                    .asString()
                    .reduce(String::concat)
                    .map(text -> new Reply(response.status().code(), text)))
        .single()
        .toFuture()
        .get(60, TimeUnit.SECONDS);
  }
}
