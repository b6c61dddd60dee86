package io.foundryidentity.agent.instrumentation.commonshttpclient;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.apache.commons.httpclient.HostConfiguration;
import org.apache.commons.httpclient.HttpClient;
import org.apache.commons.httpclient.HttpMethod;
import org.apache.commons.httpclient.HttpMethodBase;
import org.apache.commons.httpclient.MultiThreadedHttpConnectionManager;
import org.apache.commons.httpclient.methods.ByteArrayRequestEntity;
import org.apache.commons.httpclient.methods.GetMethod;
import org.apache.commons.httpclient.methods.InputStreamRequestEntity;
import org.apache.commons.httpclient.methods.PostMethod;

/** One client with a pool of connections. */
final class TestedCommonsHttpClient implements TestedClient {

  private final MultiThreadedHttpConnectionManager connections =
      new MultiThreadedHttpConnectionManager();
  private final HttpClient client = new HttpClient(connections);

  TestedCommonsHttpClient(SSLContext trust) {
    SSLContext.setDefault(trust);
    connections.getParams().setDefaultMaxConnectionsPerHost(64);
    connections.getParams().setMaxTotalConnections(64);
  }

  /** With each timer at one second. */
  static TestedCommonsHttpClient impatient(SSLContext trust) {
    TestedCommonsHttpClient tested = new TestedCommonsHttpClient(trust);
    tested.connections.getParams().setConnectionTimeout(1_000);
    tested.connections.getParams().setSoTimeout(1_000);
    tested.client.getParams().setSoTimeout(1_000);
    tested.client.getParams().setConnectionManagerTimeout(1_000);
    return tested;
  }

  @Override
  public ClientInstrumentation instrumentation() {
    return new CommonsHttpClientInstrumentation();
  }

  /** It knows no 308, and writes its own Host over the application's. */
  @Override
  public Set<Ability> abilities() {
    return EnumSet.complementOf(EnumSet.of(Ability.FOLLOW_308, Ability.SET_HOST));
  }

  @Override
  public String version() {
    return "HTTP/1.1";
  }

  /** CVE-2012-5783. */
  @Override
  public boolean checksNames() {
    return false;
  }

  @Override
  public TestResponse send(TestRequest request) throws IOException {
    return answer(method(request), request);
  }

  @Override
  public boolean canCancel() {
    return true;
  }

  @Override
  public TestCall start(TestRequest request) {
    HttpMethodBase method = method(request);
    return new TestCall() {
      @Override
      public TestResponse answer() throws IOException {
        return TestedCommonsHttpClient.this.answer(method, request);
      }

      @Override
      public void cancel() {
        method.abort();
      }
    };
  }

  private TestResponse answer(HttpMethodBase method, TestRequest request) throws IOException {
    HostConfiguration host = new HostConfiguration();
    if (request.proxy() != null) {
      host.setProxy(request.proxy().getHostString(), request.proxy().getPort());
    }
    client.executeMethod(host, method);
    InputStream body = method.getResponseBodyAsStream();
    return new TestResponse(
        method.getStatusCode(), body == null ? InputStream.nullInputStream() : body, seen(method));
  }

  private static HttpMethodBase method(TestRequest request) {
    HttpMethodBase method = withBody(request);
    request.headers().forEach(header -> method.addRequestHeader(header.name(), header.value()));
    return method;
  }

  private static HttpMethodBase withBody(TestRequest request) {
    if (request.method().equals("GET")) {
      GetMethod get = new GetMethod(request.uri().toString());
      get.setFollowRedirects(request.followRedirects());
      return get;
    }
    PostMethod post = new PostMethod(request.uri().toString());
    String text = request.body().text();
    if (request.body().kind() == TestRequest.BodyKind.ONE_SHOT) {
      // Otherwise the client reads all of it, so that it can be sent again
      post.setContentChunked(true);
      post.setRequestEntity(
          new InputStreamRequestEntity(new ByteArrayInputStream(text.getBytes(UTF_8))));
    } else {
      post.setRequestEntity(new ByteArrayRequestEntity(text.getBytes(UTF_8)));
    }
    return post;
  }

  private static String seen(HttpMethod method) {
    return method + " " + Arrays.toString(method.getRequestHeaders());
  }

  @Override
  public void close() {
    connections.shutdown();
  }
}
