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
import org.apache.commons.httpclient.methods.GetMethod;
import org.apache.commons.httpclient.methods.InputStreamRequestEntity;
import org.apache.commons.httpclient.methods.PostMethod;
import org.apache.commons.httpclient.methods.StringRequestEntity;

/** One client on a pool of connections. */
final class TestedCommonsHttpClient implements TestedClient {

  private final MultiThreadedHttpConnectionManager connections =
      new MultiThreadedHttpConnectionManager();
  private final HttpClient client = new HttpClient(connections);

  TestedCommonsHttpClient(SSLContext trust) {
    SSLContext.setDefault(trust);
    connections.getParams().setDefaultMaxConnectionsPerHost(64);
    connections.getParams().setMaxTotalConnections(64);
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

  @Override
  public TestResponse send(TestRequest request) throws IOException {
    HostConfiguration host = new HostConfiguration();
    if (request.proxy() != null) {
      host.setProxy(request.proxy().getHostString(), request.proxy().getPort());
    }
    HttpMethodBase method = method(request);
    request.headers().forEach(header -> method.addRequestHeader(header.name(), header.value()));
    client.executeMethod(host, method);
    InputStream body = method.getResponseBodyAsStream();
    return new TestResponse(
        method.getStatusCode(), body == null ? InputStream.nullInputStream() : body, seen(method));
  }

  private static HttpMethodBase method(TestRequest request) throws IOException {
    if (request.method().equals("GET")) {
      GetMethod get = new GetMethod(request.uri().toString());
      get.setFollowRedirects(request.followRedirects());
      return get;
    }
    PostMethod post = new PostMethod(request.uri().toString());
    String text = request.body().text();
    if (request.body().kind() == TestRequest.BodyKind.ONE_SHOT) {
      // Otherwise the client reads it all, so that it can be sent again
      post.setContentChunked(true);
      post.setRequestEntity(
          new InputStreamRequestEntity(new ByteArrayInputStream(text.getBytes(UTF_8))));
    } else {
      post.setRequestEntity(new StringRequestEntity(text, null, "UTF-8"));
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
