package io.foundryidentity.agent.instrumentation.joddhttp;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import javax.net.ssl.SSLContext;
import jodd.http.HttpException;
import jodd.http.HttpRequest;
import jodd.http.HttpResponse;
import jodd.http.ProxyInfo;
import jodd.http.net.SocketHttpConnectionProvider;

/** One request object and one connection for each call, as Jodd HTTP does where nothing is said. */
final class TestedJoddHttp implements TestedClient {

  private final boolean checkNames;
  private final int timeoutMillis;

  /**
   * @param checkNames as requests do where nothing is said
   */
  TestedJoddHttp(SSLContext trust, boolean checkNames) {
    this(trust, checkNames, -1);
  }

  /**
   * @param timeoutMillis for connecting and for reading; -1 for none
   */
  TestedJoddHttp(SSLContext trust, boolean checkNames, int timeoutMillis) {
    this.checkNames = checkNames;
    this.timeoutMillis = timeoutMillis;
    SSLContext.setDefault(trust);
  }

  @Override
  public ClientInstrumentation instrumentation() {
    return new JoddHttpInstrumentation();
  }

  /** It takes what stands before an @ for the host, and reads an answer to its end. */
  @Override
  public Set<Ability> abilities() {
    return EnumSet.complementOf(EnumSet.of(Ability.TAKE_USER_INFO, Ability.STREAM_ANSWERS));
  }

  @Override
  public String version() {
    return "HTTP/1.1";
  }

  @Override
  public TestResponse send(TestRequest wanted) throws IOException {
    HttpRequest request = request(wanted);
    try {
      HttpResponse response = request.send();
      byte[] body = response.bodyBytes();
      return new TestResponse(
          response.statusCode(),
          new ByteArrayInputStream(body == null ? new byte[0] : body),
          request + " " + request.headerNames() + " " + response.getHttpRequest());
    } catch (HttpException e) {
      if (e.getCause() instanceof IOException) {
        throw (IOException) e.getCause();
      }
      throw e;
    }
  }

  private HttpRequest request(TestRequest wanted) {
    HttpRequest request = new HttpRequest();
    switch (wanted.body().kind()) {
      case NONE:
        break;
      case REPEATABLE:
        request.bodyText(wanted.body().text(), "text/plain", "UTF-8");
        break;
      case ONE_SHOT:
        request = new OneShotRequest(wanted.body().text());
        break;
    }
    request.method(wanted.method()).set(wanted.uri().toString());
    request.followRedirects(wanted.followRedirects());
    request.verifyHttpsHost(checkNames);
    request.connectionTimeout(timeoutMillis);
    request.timeout(timeoutMillis);
    for (TestRequest.Header header : wanted.headers()) {
      request.header(header.name(), header.value());
    }
    if (wanted.proxy() != null) {
      SocketHttpConnectionProvider provider = new SocketHttpConnectionProvider();
      provider.useProxy(
          ProxyInfo.httpProxy(
              wanted.proxy().getHostString(), wanted.proxy().getPort(), null, null));
      request.withConnectionProvider(provider);
    }
    return request;
  }
}
