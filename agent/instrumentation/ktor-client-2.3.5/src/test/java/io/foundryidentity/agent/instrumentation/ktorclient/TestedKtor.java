package io.foundryidentity.agent.instrumentation.ktorclient;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import io.ktor.client.HttpClient;
import io.ktor.client.request.HttpRequestBuilder;
import io.ktor.client.statement.HttpResponse;
import io.ktor.client.statement.HttpResponseKt;
import io.ktor.http.ContentType;
import io.ktor.http.content.ByteArrayContent;
import io.ktor.http.content.OutgoingContent;
import io.ktor.utils.io.ByteReadChannel;
import io.ktor.utils.io.jvm.javaio.BlockingKt;
import io.ktor.utils.io.jvm.javaio.ReadingKt;
import io.ktor.utils.io.pool.ByteBufferPool;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.TrustManager;
import kotlinx.coroutines.Dispatchers;

/** Ktor over CIO; a proxy and redirects are settings of a whole client there. */
final class TestedKtor implements TestedClient {

  private record Settings(boolean followRedirects, InetSocketAddress proxy) {}

  private final TrustManager trust;
  private final Map<Settings, HttpClient> clients = new ConcurrentHashMap<>();

  TestedKtor(TrustManager trust) {
    this.trust = trust;
  }

  @Override
  public ClientInstrumentation instrumentation() {
    return new KtorClientInstrumentation();
  }

  @Override
  public Set<Ability> abilities() {
    return EnumSet.allOf(Ability.class);
  }

  @Override
  public String version() {
    return "HTTP/1.1";
  }

  private HttpClient client(Settings settings) {
    return Requests.client(
        trust,
        cio -> {
          if (settings.proxy != null) {
            cio.setProxy(new Proxy(Proxy.Type.HTTP, settings.proxy));
          }
        },
        config -> {
          if (settings.followRedirects) {
            KtorVersion.followEverything(config);
          }
        });
  }

  @Override
  public TestResponse send(TestRequest wanted) throws IOException, InterruptedException {
    HttpRequestBuilder request = Requests.request(wanted.method(), wanted.uri());
    ContentType type = null;
    for (TestRequest.Header header : wanted.headers()) {
      if (header.name().equalsIgnoreCase("Content-Type")) {
        type = ContentType.Companion.parse(header.value()); // Ktor lets the body alone say it
      } else {
        request.getHeaders().append(header.name(), header.value());
      }
    }
    if (wanted.body().kind() != TestRequest.BodyKind.NONE) {
      request.setBody(body(wanted.body(), type));
    }
    HttpClient client =
        clients.computeIfAbsent(
            new Settings(wanted.followRedirects(), wanted.proxy()), this::client);
    HttpResponse response = Requests.send(client, request);
    return new TestResponse(
        response.getStatus().getValue(), body(response), seen(request, response));
  }

  /** Closing it ends the call, as the end of a {@code execute} block does. */
  private static InputStream body(HttpResponse response) {
    return new FilterInputStream(BlockingKt.toInputStream(KtorVersion.body(response), null)) {
      @Override
      public void close() throws IOException {
        super.close();
        HttpResponseKt.complete(response);
      }
    };
  }

  private static OutgoingContent body(TestRequest.Body body, ContentType type) {
    byte[] bytes = body.text().getBytes(UTF_8);
    return body.kind() == TestRequest.BodyKind.REPEATABLE
        ? new ByteArrayContent(bytes, type, null)
        : new OneShot(
            ReadingKt.toByteReadChannel(
                new ByteArrayInputStream(bytes), Dispatchers.getIO(), new ByteBufferPool()));
  }

  private static String seen(HttpRequestBuilder own, HttpResponse response) {
    return own.getHeaders().build()
        + " "
        + HttpResponseKt.getRequest(response)
        + " "
        + HttpResponseKt.getRequest(response).getHeaders()
        + " "
        + response
        + " "
        + response.getCall();
  }

  @Override
  public void close() {
    clients.values().forEach(HttpClient::close);
  }

  /** A body of unknown length. */
  private static final class OneShot extends OutgoingContent.ReadChannelContent {
    private final ByteReadChannel content;

    OneShot(ByteReadChannel content) {
      this.content = content;
    }

    @Override
    public ByteReadChannel readFrom() {
      return content;
    }
  }
}
