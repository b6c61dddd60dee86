package io.foundryidentity.agent.instrumentation.netty3;

import com.ning.http.client.AsyncHttpClient;
import com.ning.http.client.AsyncHttpClientConfig;
import com.ning.http.client.ListenableFuture;
import com.ning.http.client.ProxyServer;
import com.ning.http.client.Request;
import com.ning.http.client.RequestBuilder;
import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** AsyncHttpClient 1.9 as an application uses it, its answers read piece by piece. */
final class TestedAsyncHttpClient implements TestedClient {

  private final AsyncHttpClient client;

  TestedAsyncHttpClient(SSLContext trust, boolean checkNames, int readMillis) {
    this.client = client(trust, checkNames, readMillis);
  }

  /**
   * @param readMillis its read timeout in milliseconds
   */
  static AsyncHttpClient client(SSLContext trust, boolean checkNames, int readMillis) {
    AsyncHttpClientConfig.Builder config =
        new AsyncHttpClientConfig.Builder()
            .setSSLContext(trust)
            .setReadTimeout(readMillis)
            .setRequestTimeout(90_000)
            .setMaxRequestRetry(0);
    if (!checkNames) {
      // 1.9.0 asks the verifier, later versions the engine
      config.setHostnameVerifier((host, session) -> true).setAcceptAnyCertificate(true);
    }
    return new AsyncHttpClient(config.build());
  }

  @Override
  public ClientInstrumentation instrumentation() {
    return new Netty3Instrumentation();
  }

  /** It sends nothing again after a 401 without a realm, and is older than the status 308. */
  @Override
  public Set<Ability> abilities() {
    return EnumSet.complementOf(EnumSet.of(Ability.RETRY_401, Ability.FOLLOW_308));
  }

  @Override
  public String version() {
    return "HTTP/1.1";
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
  public TestResponse send(TestRequest request) throws IOException, InterruptedException {
    return start(request).answer();
  }

  @Override
  public TestCall start(TestRequest wanted) {
    try {
      Request request = request(wanted);
      PipedAnswer answer = new PipedAnswer();
      return new Call(request, answer, client.executeRequest(request, answer));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Request request(TestRequest wanted) {
    RequestBuilder request = new RequestBuilder(wanted.method()).setUrl(wanted.uri().toString());
    request.setFollowRedirects(wanted.followRedirects());
    for (TestRequest.Header header : wanted.headers()) {
      request.addHeader(header.name(), header.value());
    }
    switch (wanted.body().kind()) {
      case NONE:
        break;
      case REPEATABLE:
        request.setBody(wanted.body().text());
        break;
      case ONE_SHOT:
        request.setBody(once(wanted.body().text()));
        break;
    }
    if (wanted.proxy() != null) {
      request.setProxyServer(
          new ProxyServer(wanted.proxy().getHostString(), wanted.proxy().getPort()));
    }
    if (wanted.deadline() != null) {
      request.setRequestTimeout((int) wanted.deadline().toMillis());
    }
    return request.build();
  }

  private static InputStream once(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
      @Override
      public boolean markSupported() {
        return false;
      }
    };
  }

  @Override
  public void close() {
    client.close();
  }

  private record Call(Request request, PipedAnswer piped, ListenableFuture<Void> given)
      implements TestCall {

    @Override
    public TestResponse answer() throws IOException, InterruptedException {
      try {
        return new TestResponse(
            piped.status.get(60, TimeUnit.SECONDS),
            piped.body,
            request + " " + request.getHeaders() + " " + piped.visible());
      } catch (TimeoutException e) {
        throw new IOException("no answer", e);
      } catch (ExecutionException e) {
        throw failure(e.getCause());
      }
    }

    /** The first I/O failure without a cause, as what the client wraps around it differs. */
    private static IOException failure(@Nullable Throwable thrown) {
      for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
        if (cause instanceof IOException failure && cause.getCause() == null) {
          return failure;
        }
      }
      return new IOException(thrown);
    }

    @Override
    public void cancel() {
      given.cancel(true);
    }
  }
}
