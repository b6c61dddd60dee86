package io.foundryidentity.agent.instrumentation.jerseyjdkconnector;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.glassfish.jersey.client.JerseyClient;
import org.glassfish.jersey.client.JerseyClientBuilder;
import org.glassfish.jersey.jdk.connector.JdkConnectorProvider;
import org.jspecify.annotations.Nullable;

/** Jersey's client over its own connector, which reads its settings once for each client. */
final class TestedJersey implements TestedClient {

  private record Settings(boolean followRedirects, @Nullable InetSocketAddress proxy) {}

  private final SSLContext trust;
  private final boolean async;
  private final Map<Settings, JerseyClient> clients = new ConcurrentHashMap<>();
  private boolean checksNames = true;
  private int timeoutMillis;

  TestedJersey(SSLContext trust, boolean async) {
    this.trust = trust;
    this.async = async;
  }

  TestedJersey withoutNameCheck() {
    checksNames = false;
    return this;
  }

  TestedJersey impatient() {
    timeoutMillis = 1_000;
    return this;
  }

  @Override
  public ClientInstrumentation instrumentation() {
    return new JerseyJdkConnectorInstrumentation();
  }

  /** It sends nothing twice, and joins the values of a header in one line. */
  @Override
  public Set<Ability> abilities() {
    return EnumSet.complementOf(EnumSet.of(Ability.RETRY_401, Ability.REPEAT_HEADERS));
  }

  @Override
  public String version() {
    return "HTTP/1.1";
  }

  @Override
  public TestResponse send(TestRequest request) throws IOException, InterruptedException {
    JerseyClient client =
        clients.computeIfAbsent(
            new Settings(request.followRedirects(), request.proxy()), this::client);
    JerseyCall call = new JerseyCall(client, request);
    Object response = call.send(async);
    return new TestResponse(
        JerseyCall.status(response), JerseyCall.body(response), call.visibleRequest());
  }

  private JerseyClient client(Settings settings) {
    JerseyClientBuilder builder =
        new JerseyClientBuilder()
            .sslContext(trust)
            .property("jersey.config.client.followRedirects", settings.followRedirects());
    if (!checksNames) {
      builder.hostnameVerifier((host, session) -> true);
    }
    if (timeoutMillis > 0) {
      builder.property("jersey.config.client.connectTimeout", timeoutMillis);
      builder.property("jersey.config.client.readTimeout", timeoutMillis);
    }
    InetSocketAddress proxy = settings.proxy();
    if (proxy != null) {
      builder.property(
          "jersey.config.client.proxy.uri",
          "http://" + proxy.getHostString() + ":" + proxy.getPort());
    }
    JerseyClient client = builder.build();
    client.getConfiguration().connectorProvider(new JdkConnectorProvider());
    return client;
  }

  @Override
  public void close() {
    clients.values().forEach(JerseyClient::close);
  }
}
