package io.foundryidentity.agent.instrumentation.grizzlyhttpclient;

import com.ning.http.client.AsyncHttpClient;
import com.ning.http.client.AsyncHttpClientConfig;
import com.ning.http.client.ListenableFuture;
import com.ning.http.client.ProxyServer;
import com.ning.http.client.Request;
import com.ning.http.client.RequestBuilder;
import com.ning.http.client.Response;
import com.ning.http.client.providers.grizzly.GrizzlyAsyncHttpProvider;
import com.ning.http.client.ws.WebSocket;
import com.ning.http.client.ws.WebSocketUpgradeHandler;
import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/** The client as an application uses it, its answers read piece by piece. */
final class TestedGrizzlyHttpClient implements TestedClient {

  private final AsyncHttpClient client;

  TestedGrizzlyHttpClient(SSLContext trust) {
    this(trust, true, false);
  }

  /**
   * Makes a client.
   *
   * @param impatient whether its timers are set to one second; one that the application gives a
   *     call is not among them
   */
  TestedGrizzlyHttpClient(SSLContext trust, boolean checkNames, boolean impatient) {
    AsyncHttpClientConfig.Builder config =
        new AsyncHttpClientConfig.Builder()
            .setSSLContext(trust)
            .setAcceptAnyCertificate(!checkNames)
            .setIOThreadMultiplier(1);
    if (impatient) {
      config.setConnectTimeout(1_000).setReadTimeout(1_000);
    }
    AsyncHttpClientConfig settings = config.build();
    client = new AsyncHttpClient(new GrizzlyAsyncHttpProvider(settings), settings);
  }

  @Override
  public ClientInstrumentation instrumentation() {
    return new GrizzlyHttpClientInstrumentation();
  }

  /** It sends a request again only for credentials of the application's. */
  @Override
  public Set<Ability> abilities() {
    return EnumSet.complementOf(EnumSet.of(Ability.RETRY_401));
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
  public TestResponse send(TestRequest wanted) throws IOException, InterruptedException {
    return start(wanted).answer();
  }

  @Override
  public TestCall start(TestRequest wanted) {
    Request request = request(wanted);
    PipedAnswer answer;
    try {
      answer = new PipedAnswer();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    ListenableFuture<?> future = client.executeRequest(request, answer);
    return new TestCall() {
      @Override
      public TestResponse answer() throws IOException, InterruptedException {
        try {
          int status = answer.status.get(60, TimeUnit.SECONDS);
          return new TestResponse(
              status, answer.body, request + " " + request.getHeaders() + " " + answer.visible());
        } catch (TimeoutException e) {
          throw new IOException("no answer", e);
        } catch (CancellationException e) {
          throw new IOException(e);
        } catch (ExecutionException e) {
          throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        }
      }

      @Override
      public void cancel() {
        future.cancel(true);
      }
    };
  }

  /** For requests that {@link TestRequest} cannot describe. */
  ListenableFuture<Response> executed(Request request) {
    return client.executeRequest(request);
  }

  ListenableFuture<WebSocket> connected(Request request) {
    return client.executeRequest(request, new WebSocketUpgradeHandler.Builder().build());
  }

  private static Request request(TestRequest wanted) {
    RequestBuilder request = new RequestBuilder(wanted.method()).setUrl(wanted.uri().toString());
    request.setFollowRedirects(wanted.followRedirects());
    for (TestRequest.Header header : wanted.headers()) {
      request.addHeader(header.name(), header.value());
    }
    byte[] body = wanted.body().text().getBytes(StandardCharsets.UTF_8);
    switch (wanted.body().kind()) {
      case NONE -> {}
      case REPEATABLE -> request.setBody(body);
      case ONE_SHOT -> request.setBody(new ByteArrayInputStream(body));
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

  @Override
  public void close() {
    client.close();
  }
}
