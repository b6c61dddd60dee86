package io.foundryidentity.agent.instrumentation.apachehttpclient4;

import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.http.HttpEntity;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.client.HttpClient;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.client.methods.HttpRequestBase;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.entity.InputStreamEntity;
import org.apache.http.protocol.BasicHttpContext;
import org.apache.http.protocol.HttpContext;
import org.apache.http.util.VersionInfo;

/** One call with the classes that every version has, and all that the application sees of it. */
final class Exchange implements TestedClient.TestCall {

  private static final String SEEN = "seen";

  final HttpRequestBase request;
  private final HttpClient client;
  private final HttpContext context = new BasicHttpContext();
  private final Queue<String> seen = new ConcurrentLinkedQueue<>();

  Exchange(HttpClient client, TestRequest wanted) {
    this.client = client;
    context.setAttribute(SEEN, seen);
    if (wanted.method().equals("GET")) {
      request = new HttpGet(wanted.uri());
    } else {
      HttpPost post = new HttpPost(wanted.uri());
      post.setEntity(entity(wanted.body()));
      request = post;
    }
    wanted.headers().forEach(header -> request.addHeader(header.name(), header.value()));
  }

  private static HttpEntity entity(TestRequest.Body body) {
    return switch (body.kind()) {
      case NONE -> null;
      case REPEATABLE -> new ByteArrayEntity(body.text().getBytes(StandardCharsets.UTF_8));
      case ONE_SHOT ->
          new InputStreamEntity(
              new ByteArrayInputStream(body.text().getBytes(StandardCharsets.UTF_8)), -1);
    };
  }

  /** What an interceptor of the application sees of a request, before or after it was sent. */
  @SuppressWarnings("unchecked")
  static void look(HttpContext context) {
    Object current = context.getAttribute("http.request");
    ((Queue<String>) context.getAttribute(SEEN)).add(text((HttpRequest) current));
  }

  /** All of them; before 4.5 a 308 was not followed. */
  static Set<TestedClient.Ability> abilities() {
    return isNewest()
        ? EnumSet.allOf(TestedClient.Ability.class)
        : EnumSet.complementOf(EnumSet.of(TestedClient.Ability.FOLLOW_308));
  }

  static boolean isNewest() {
    ClassLoader loader = Exchange.class.getClassLoader();
    return VersionInfo.loadVersionInfo("org.apache.http.client", loader)
        .getRelease()
        .startsWith("4.5");
  }

  private static String text(HttpRequest request) {
    return request + " " + Arrays.toString(request.getAllHeaders());
  }

  @Override
  public void cancel() {
    request.abort();
  }

  @Override
  public TestResponse answer() throws IOException {
    HttpResponse response = client.execute(request, context);
    look(context);
    HttpEntity entity = response.getEntity();
    InputStream body = entity == null ? InputStream.nullInputStream() : entity.getContent();
    String visible = text(request) + seen + response + Arrays.toString(response.getAllHeaders());
    return new TestResponse(response.getStatusLine().getStatusCode(), body, visible);
  }
}
