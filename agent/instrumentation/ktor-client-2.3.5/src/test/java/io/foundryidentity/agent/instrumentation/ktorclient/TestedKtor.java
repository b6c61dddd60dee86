package io.foundryidentity.agent.instrumentation.ktorclient;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import io.foundryidentity.simulator.CertificateAuthority;
import io.ktor.client.HttpClient;
import io.ktor.client.plugins.HttpClientPluginKt;
import io.ktor.client.plugins.HttpSend;
import io.ktor.client.request.HttpRequestBuilder;
import io.ktor.client.statement.HttpResponse;
import io.ktor.client.statement.HttpResponseKt;
import io.ktor.http.ContentType;
import io.ktor.http.content.ByteArrayContent;
import io.ktor.http.content.OutgoingContent;
import io.ktor.network.tls.TLSConfigBuilder;
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
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.TrustManager;
import kotlinx.coroutines.CompletableJob;
import kotlinx.coroutines.Dispatchers;
import kotlinx.coroutines.JobKt;

/** Ktor over CIO; a proxy and redirects are settings of a whole client. */
final class TestedKtor implements TestedClient {

  private record Settings(boolean followRedirects, InetSocketAddress proxy) {}

  private final TrustManager trust;
  private final int portOfOtherName;
  private final boolean impatient;
  private final Map<Settings, HttpClient> clients = new ConcurrentHashMap<>();

  TestedKtor(TrustManager trust) {
    this(trust, 0, false);
  }

  /** With each timer at one second, except those for a whole call. */
  static TestedKtor impatient(TrustManager trust) {
    return new TestedKtor(trust, 0, true);
  }

  /**
   * @param portOfOtherName where the client asks TLS to verify the impostor's name: Ktor cannot
   *     leave the comparison out; 0 for nowhere
   */
  TestedKtor(TrustManager trust, int portOfOtherName) {
    this(trust, portOfOtherName, false);
  }

  private TestedKtor(TrustManager trust, int portOfOtherName, boolean impatient) {
    this.impatient = impatient;
    this.trust = trust;
    this.portOfOtherName = portOfOtherName;
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
    AtomicReference<TLSConfigBuilder> tls = new AtomicReference<>();
    HttpClient client =
        Requests.client(
            trust,
            cio -> {
              tls.set(cio.getHttps());
              if (settings.proxy != null) {
                cio.setProxy(new Proxy(Proxy.Type.HTTP, settings.proxy));
              }
              if (impatient) {
                cio.getEndpoint().setConnectTimeout(1_000);
                cio.getEndpoint().setSocketTimeout(1_000);
                cio.setRequestTimeout(0);
              }
            },
            config -> {
              KtorVersion.installTimers(config);
              if (settings.followRedirects) {
                KtorVersion.followEverything(config);
              }
            });
    if (portOfOtherName != 0) {
      HttpClientPluginKt.plugin(client, HttpSend.Plugin)
          .intercept(
              (sender, request, continuation) -> {
                boolean other = request.getUrl().getPort() == portOfOtherName;
                tls.get().setServerName(other ? CertificateAuthority.IMPOSTOR : null);
                return sender.execute(request, continuation);
              });
    }
    return client;
  }

  @Override
  public boolean hasDeadline() {
    return true;
  }

  @Override
  public boolean canCancel() {
    return true;
  }

  @Override
  public TestResponse send(TestRequest wanted) throws IOException, InterruptedException {
    return start(wanted).answer();
  }

  @Override
  public TestCall start(TestRequest wanted) {
    HttpRequestBuilder request = Requests.request(wanted.method(), wanted.uri());
    ContentType type = null;
    for (TestRequest.Header header : wanted.headers()) {
      if (header.name().equalsIgnoreCase("Content-Type")) {
        type = ContentType.Companion.parse(header.value()); // Ktor takes it from the body only
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
    Long deadline = wanted.deadline() == null ? null : wanted.deadline().toMillis();
    if (deadline != null || impatient) {
      KtorVersion.limit(request, deadline, impatient ? 1_000L : null);
    }
    CompletableJob job = JobKt.Job(null);
    return new TestCall() {
      @Override
      public TestResponse answer() throws IOException, InterruptedException {
        HttpResponse response = Requests.send(client, request, job);
        return new TestResponse(
            response.getStatus().getValue(), body(response), seen(request, response));
      }

      @Override
      public void cancel() {
        job.cancel(null);
      }
    };
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
