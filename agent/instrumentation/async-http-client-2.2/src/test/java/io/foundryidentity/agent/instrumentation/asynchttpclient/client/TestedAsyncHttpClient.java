package io.foundryidentity.agent.instrumentation.asynchttpclient.client;

import io.foundryidentity.agent.instrumentation.asynchttpclient.AsyncHttpClientInstrumentation;
import io.foundryidentity.agent.instrumentation.netty.NettyInstrumentation;
import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.asynchttpclient.AsyncHttpClient;
import org.asynchttpclient.Request;
import org.asynchttpclient.RequestBuilder;
import org.asynchttpclient.proxy.ProxyServer;

/** AsyncHttpClient as an application uses it, its answers read piece by piece. */
public final class TestedAsyncHttpClient implements TestedClient {

  private final AsyncHttpClient client;
  private final boolean http2;

  public TestedAsyncHttpClient(SSLContext trust, boolean http2, boolean checkNames) {
    // It authorizes; the client's own instrumentation only sends again
    InstrumentedJvm.instrument(new NettyInstrumentation());
    this.http2 = http2;
    this.client = AsyncHttpClients.of(trust, http2, checkNames, Duration.ofMinutes(1));
  }

  @Override
  public ClientInstrumentation instrumentation() {
    return new AsyncHttpClientInstrumentation();
  }

  /** Over HTTP/2 it ends a call with the head of a redirect that has no body, and follows none. */
  @Override
  public Set<Ability> abilities() {
    return http2
        ? EnumSet.complementOf(EnumSet.of(Ability.FOLLOW_REDIRECTS, Ability.FOLLOW_308))
        : EnumSet.allOf(Ability.class);
  }

  @Override
  public String version() {
    return http2 ? "HTTP/2" : "HTTP/1.1";
  }

  @Override
  public TestResponse send(TestRequest wanted) throws IOException, InterruptedException {
    Request request = request(wanted);
    PipedAnswer answer = new PipedAnswer();
    client.executeRequest(request, answer);
    try {
      return new TestResponse(
          answer.status.get(60, TimeUnit.SECONDS),
          answer.body,
          request + " " + request.getHeaders() + " " + answer.visible());
    } catch (TimeoutException e) {
      throw new IOException("no answer", e);
    } catch (ExecutionException e) {
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        if (cause instanceof IOException && cause.getCause() == null) {
          throw (IOException) cause;
        }
      }
      throw new IOException(e.getCause());
    }
  }

  private static Request request(TestRequest wanted) {
    RequestBuilder request = new RequestBuilder(wanted.method()).setUrl(wanted.uri().toString());
    request.setFollowRedirect(wanted.followRedirects());
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
          new ProxyServer.Builder(wanted.proxy().getHostString(), wanted.proxy().getPort())
              .build());
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
  public void close() throws IOException {
    client.close();
  }
}
