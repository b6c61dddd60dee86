package io.foundryidentity.agent.instrumentation.tyrusclient;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.client.ClientProperties;
import org.glassfish.tyrus.client.SslEngineConfigurator;
import org.glassfish.tyrus.core.HandshakeException;

/**
 * Tyrus as the conformance suite drives it. Each request is a handshake, without the request's
 * body: what is no WebSocket answers it as it would answer a GET, and the client then tells the
 * status.
 */
final class TestedTyrusClient implements TestedClient {

  static final String GRIZZLY =
      "org.glassfish.tyrus.container.grizzly.client.GrizzlyClientContainer";
  static final String JDK = "org.glassfish.tyrus.container.jdk.client.JdkClientContainer";

  private final String container;
  private final SSLContext trust;
  private final boolean checkNames;

  TestedTyrusClient(String container, SSLContext trust, boolean checkNames) {
    this.container = container;
    this.trust = trust;
    this.checkNames = checkNames;
  }

  @Override
  public ClientInstrumentation instrumentation() {
    return new TyrusClientInstrumentation();
  }

  /**
   * It sends nothing twice, joins the values of a header in one line, and hands out no answer. Over
   * Grizzly it uses TLS for every hop if it has settings for TLS.
   */
  @Override
  public Set<Ability> abilities() {
    Set<Ability> missing =
        EnumSet.of(Ability.RETRY_401, Ability.REPEAT_HEADERS, Ability.STREAM_ANSWERS);
    if (container.equals(GRIZZLY)) {
      missing.add(Ability.CHANGE_PROTOCOL);
    }
    return EnumSet.complementOf(EnumSet.copyOf(missing));
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
  public TestResponse send(TestRequest request) throws IOException, InterruptedException {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (TestRequest.Header header : request.headers()) {
      headers.put(header.name(), List.of(header.value()));
    }
    Handshake handshake = new Handshake(headers);
    int status = 200;
    try {
      handshake.open(client(request), ws(request.uri()));
    } catch (Exception failed) {
      status = status(failed);
    }
    return new TestResponse(status, InputStream.nullInputStream(), handshake.visible());
  }

  private ClientManager client(TestRequest request) {
    ClientManager client = ClientManager.createClient(container);
    SslEngineConfigurator tls = new SslEngineConfigurator(trust, true, false, false);
    tls.setHostVerificationEnabled(checkNames);
    Map<String, Object> properties = client.getProperties();
    if (request.uri().getScheme().equals("https") || container.equals(JDK)) {
      properties.put(ClientProperties.SSL_ENGINE_CONFIGURATOR, tls);
    }
    properties.put(ClientProperties.REDIRECT_ENABLED, request.followRedirects());
    if (request.proxy() != null) {
      properties.put(
          ClientProperties.PROXY_URI,
          "http://" + request.proxy().getHostString() + ":" + request.proxy().getPort());
    }
    if (request.deadline() != null) {
      properties.put(ClientProperties.HANDSHAKE_TIMEOUT, (int) request.deadline().toMillis());
    }
    return client;
  }

  static URI ws(URI http) {
    return URI.create(http.toString().replaceFirst("http", "ws"));
  }

  /** The answer's, which the client tells with an exception; else the reason inside that. */
  private static int status(Exception failed) throws IOException, InterruptedException {
    for (Throwable reason = failed; reason != null; reason = reason.getCause()) {
      if (reason instanceof HandshakeException answered) {
        return answered.getHttpStatusCode();
      }
      if (reason instanceof IOException io) {
        throw io;
      }
      if (reason instanceof InterruptedException interrupted) {
        throw interrupted;
      }
    }
    throw new IOException(failed);
  }
}
