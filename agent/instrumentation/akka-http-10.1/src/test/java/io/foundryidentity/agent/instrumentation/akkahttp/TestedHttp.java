package io.foundryidentity.agent.instrumentation.akkahttp;

import akka.http.javadsl.ClientTransport;
import akka.http.javadsl.ConnectHttp;
import akka.http.javadsl.Http;
import akka.http.javadsl.HttpsConnectionContext;
import akka.http.javadsl.OutgoingConnection;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.Host;
import akka.http.javadsl.model.headers.HttpCredentials;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.settings.ClientConnectionSettings;
import akka.http.javadsl.settings.ConnectionPoolSettings;
import akka.stream.StreamTcpException;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import java.io.IOException;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/** Akka's client by its Java DSL: over a pool of connections, or over one for each request. */
final class TestedHttp implements TestedClient {

  private final Http http = Http.get(TestedSystem.ONLY);
  private final HttpsConnectionContext tls;
  private final boolean pooled;

  TestedHttp(SSLContext trust, boolean pooled) {
    this(TlsContexts.trusting(trust), pooled);
  }

  TestedHttp(HttpsConnectionContext tls, boolean pooled) {
    this.tls = tls;
    this.pooled = pooled;
  }

  @Override
  public ClientInstrumentation instrumentation() {
    return new AkkaHttpInstrumentation();
  }

  /** It follows no redirect and sends nothing twice after an answer. */
  @Override
  public Set<Ability> abilities() {
    return EnumSet.of(
        Ability.SET_HOST,
        Ability.REPEAT_HEADERS,
        Ability.USE_PROXY,
        Ability.TAKE_USER_INFO,
        Ability.STREAM_ANSWERS);
  }

  @Override
  public String version() {
    return "HTTP/1.1";
  }

  @Override
  public TestResponse send(TestRequest wanted) throws IOException, InterruptedException {
    HttpRequest request = request(wanted);
    HttpResponse response = answer(pooled ? pooled(request, wanted) : alone(request, wanted));
    return new TestResponse(
        response.status().intValue(),
        ChunkStream.of(response.entity().getDataBytes(), TestedSystem.STREAMS),
        request + " " + request.getHeaders() + " " + response + " " + response.getHeaders());
  }

  @Override
  public void close() throws Exception {
    http.shutdownAllConnectionPools().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  HttpResponse send(HttpRequest request) throws IOException, InterruptedException {
    return answer(http.singleRequest(request, tls));
  }

  private CompletionStage<HttpResponse> pooled(HttpRequest request, TestRequest wanted) {
    ConnectionPoolSettings settings =
        ConnectionPoolSettings.create(TestedSystem.ONLY)
            .withMaxOpenRequests(128)
            .withConnectionSettings(settings(wanted));
    return http.singleRequest(request, tls, settings, TestedSystem.ONLY.log());
  }

  private CompletionStage<HttpResponse> alone(HttpRequest request, TestRequest wanted) {
    URI uri = wanted.uri();
    ConnectHttp to =
        uri.getScheme().equals("https")
            ? ConnectHttp.toHostHttps(uri.getHost(), uri.getPort()).withCustomHttpsContext(tls)
            : ConnectHttp.toHost(uri.getHost(), uri.getPort());
    Flow<HttpRequest, HttpResponse, CompletionStage<OutgoingConnection>> connection =
        http.outgoingConnection(to, Optional.empty(), settings(wanted), TestedSystem.ONLY.log());
    return Source.single(request.withUri(request.getUri().toRelative()))
        .via(connection)
        .runWith(Sink.head(), TestedSystem.STREAMS);
  }

  private static ClientConnectionSettings settings(TestRequest wanted) {
    ClientConnectionSettings settings = ClientConnectionSettings.create(TestedSystem.ONLY);
    return wanted.proxy() == null
        ? settings
        : settings.withTransport(ClientTransport.httpsProxy(wanted.proxy()));
  }

  private static HttpResponse answer(CompletionStage<HttpResponse> answer)
      throws IOException, InterruptedException {
    try {
      return answer.toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      if (e.getCause() instanceof StreamTcpException failure) {
        throw new IOException(failure); // So Akka 2.5 says that a name is another one
      }
      throw new IllegalStateException(e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpRequest request(TestRequest wanted) {
    HttpRequest request =
        HttpRequest.create(wanted.uri().toString())
            .withMethod(HttpMethods.lookup(wanted.method()).orElseThrow());
    ContentType type = ContentTypes.TEXT_PLAIN_UTF8;
    for (TestRequest.Header header : wanted.headers()) {
      if (header.name().equals("Content-Type")) {
        type = ContentTypes.APPLICATION_JSON;
      } else if (header.name().equals("Authorization") && header.value().startsWith("Bearer ")) {
        request =
            request.addCredentials(
                HttpCredentials.createOAuth2BearerToken(header.value().substring(7)));
      } else if (header.name().equals("Host")) {
        String[] host = header.value().split(":", 2); // Akka 10.1 drops a raw one
        request = request.addHeader(Host.create(host[0], Integer.parseInt(host[1])));
      } else {
        request = request.addHeader(RawHeader.create(header.name(), header.value()));
      }
    }
    ByteString body = ByteString.fromString(wanted.body().text());
    return switch (wanted.body().kind()) {
      case NONE -> request;
      case REPEATABLE -> request.withEntity(HttpEntities.create(type, body));
      case ONE_SHOT ->
          request.withEntity(HttpEntities.createChunked(type, Source.from(List.of(body))));
    };
  }
}
