package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.foundryidentity.agent.core.connection.Connector;
import io.foundryidentity.agent.core.connection.ProxyLookup;
import io.foundryidentity.agent.core.output.SafeText;
import io.foundryidentity.agent.core.token.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on loopback that plays the source of assertions of a platform. */
final class AssertionEndpoint implements AutoCloseable {

  /** What arrived. */
  record Received(String method, String path, Map<String, List<String>> headers, String body) {

    String header(String name) {
      List<String> values = headers.get(name);
      return values == null ? "" : String.join(",", values);
    }
  }

  record Answer(int status, String contentType, String body) {}

  /** Decides what a request gets. */
  interface Behaviour {
    Answer answer(Received request);
  }

  final List<Received> requests = new CopyOnWriteArrayList<>();
  final Map<String, String> headers = new ConcurrentHashMap<>();
  private final HttpServer server;
  private volatile Behaviour behaviour;

  AssertionEndpoint(Behaviour behaviour) {
    this.behaviour = behaviour;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::serve);
    server.start();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Received request =
          new Received(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              exchange.getRequestHeaders(),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      requests.add(request);
      Answer answer = behaviour.answer(request);
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
      headers.forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  void behave(Behaviour next) {
    behaviour = next;
  }

  String authority() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  String url() {
    return "http://" + authority();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  static Answer json(int status, String body) {
    return new Answer(status, "application/json; charset=utf-8", body);
  }

  static Answer xml(int status, String body) {
    return new Answer(status, "text/xml", body);
  }

  static Answer text(int status, String body) {
    return new Answer(status, "text/plain", body);
  }

  static IdentityEnvironment variables(Map<String, String> variables) {
    return new IdentityEnvironment(
        variables, new Identity("federated", null, null, null, null, null));
  }

  /** As the agent makes it, with shorter delays. */
  static AssertionExchange exchange() {
    return exchange(Map.of());
  }

  static AssertionExchange exchange(Map<String, String> proxies) {
    Duration seconds = Duration.ofSeconds(60); // Machines of a CI may be busy
    return new AssertionExchange(
        new DirectHttpClient(new Connector(new ProxyLookup(proxies), seconds, seconds), seconds),
        Duration.ofMillis(10));
  }

  /** All that a failure can show: its messages, and those of its causes. */
  static String shown(Throwable failure) {
    // The agent's last filter would make another text of a message with what looks like a secret
    assertThat(SafeText.line(failure.getMessage())).isEqualTo(failure.getMessage());
    StringBuilder text = new StringBuilder();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      text.append(t).append('\n');
      for (Throwable suppressed : t.getSuppressed()) {
        text.append(shown(suppressed));
      }
    }
    return text.toString();
  }
}
