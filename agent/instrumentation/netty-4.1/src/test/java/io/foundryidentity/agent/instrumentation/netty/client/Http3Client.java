package io.foundryidentity.agent.instrumentation.netty.client;

import io.foundryidentity.agent.instrumentation.netty.NettyInstrumentation;
import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.Http3SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.SslProvider;

/**
 * HTTP/3 with Reactor Netty, which has Netty's codec below it. Plain http, which has no HTTP/3, is
 * sent in HTTP/1.1.
 *
 * <p>Nothing of QUIC is named: its packages have other names in Netty 4.2. Netty's QUIC compares no
 * names, and asks the trust manager with a word ({@code GENERIC}) that the JDK's own does not know,
 * so this client trusts every certificate: what protects the token is the agent's own look at it.
 */
public final class Http3Client implements TestedClient {

  private final ConnectionProvider connections = ConnectionProvider.create("http3", 100);
  private final LoopResources loops = LoopResources.create("http3", 1, true);
  private final Http1Client plain;
  private final HttpClient client;

  /**
   * @param plain for the client without HTTP/3
   * @param responseTimeout the longest time without a byte of the answer; null for none
   */
  public Http3Client(SSLContext plain, Duration responseTimeout) {
    this.plain = new Http1Client(plain);
    HttpClient patient =
        HttpClient.create(connections)
            .runOn(loops)
            .resolver(DefaultAddressResolverGroup.INSTANCE)
            .protocol(HttpProtocol.HTTP3)
            .secure(spec -> spec.sslContext(trusting()))
            .http3Settings(
                settings ->
                    settings
                        .idleTimeout(Duration.ofSeconds(60))
                        .maxData(10_000_000)
                        .maxStreamDataBidirectionalLocal(1_000_000));
    client = responseTimeout == null ? patient : patient.responseTimeout(responseTimeout);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // The builder's class has two names
  private static SslProvider.GenericSslContextSpec<?> trusting() {
    SslProvider.GenericSslContextSpec spec = Http3SslContextSpec.forClient();
    Consumer<Object> configure =
        builder -> {
          try {
            builder
                .getClass()
                .getMethod("trustManager", TrustManagerFactory.class)
                .invoke(builder, InsecureTrustManagerFactory.INSTANCE);
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
          }
        };
    return spec.configure(configure);
  }

  @Override
  public ClientInstrumentation instrumentation() {
    return new NettyInstrumentation();
  }

  @Override
  public Set<Ability> abilities() {
    return EnumSet.of(
        Ability.FOLLOW_REDIRECTS,
        Ability.FOLLOW_308,
        Ability.REPEAT_HEADERS,
        Ability.STREAM_ANSWERS);
  }

  @Override
  public String version() {
    return "HTTP/3";
  }

  @Override
  public boolean checksNames() {
    return false;
  }

  @Override
  public TestResponse send(TestRequest wanted) throws IOException, InterruptedException {
    return wanted.uri().getScheme().equals("http") ? plain.send(wanted) : start(wanted).answer();
  }

  @Override
  public boolean canCancel() {
    return true;
  }

  @Override
  public TestCall start(TestRequest wanted) {
    CompletableFuture<HttpClientResponse> head = new CompletableFuture<>();
    StreamedBody body = new StreamedBody();
    Disposable call =
        client
            .followRedirect(wanted.followRedirects())
            .headers(
                headers ->
                    wanted.headers().forEach(header -> headers.add(header.name(), header.value())))
            .request(HttpMethod.valueOf(wanted.method()))
            .uri(wanted.uri())
            .send(
                wanted.body().kind() == TestRequest.BodyKind.NONE
                    ? ByteBufFlux.fromInbound(Mono.empty())
                    : ByteBufFlux.fromString(Mono.just(wanted.body().text())))
            .response(
                (response, pieces) -> {
                  head.complete(response);
                  return pieces.asByteArray().doOnNext(body::add).doOnTerminate(body::end);
                })
            .subscribe(piece -> {}, head::completeExceptionally);
    return new TestCall() {
      @Override
      public TestResponse answer() throws IOException, InterruptedException {
        HttpClientResponse response = Answers.await(head);
        return new TestResponse(
            response.status().code(), body, response.requestHeaders() + " " + response);
      }

      @Override
      public void cancel() {
        call.dispose();
        head.completeExceptionally(new IOException("cancelled"));
      }
    };
  }

  @Override
  public void close() throws Exception {
    connections.disposeLater().block(Duration.ofSeconds(60));
    loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(Duration.ofSeconds(60));
    plain.close();
  }
}
