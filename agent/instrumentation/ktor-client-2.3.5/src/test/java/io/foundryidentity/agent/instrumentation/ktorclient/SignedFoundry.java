package io.foundryidentity.agent.instrumentation.ktorclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.ReceivedRequest;
import io.ktor.client.HttpClient;
import io.ktor.client.engine.cio.CIOEngineConfig;
import io.ktor.client.request.HttpRequestBuilder;
import io.ktor.client.statement.HttpResponse;
import io.ktor.client.statement.HttpResponseKt;
import io.ktor.http.HttpMethod;
import io.ktor.http.content.ByteArrayContent;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The test network and the advice, for the cases that only Ktor has. */
abstract class SignedFoundry {

  private final List<HttpClient> clients = new ArrayList<>();
  private TestNetwork network;

  @BeforeEach
  final void open() {
    network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new KtorClientInstrumentation());
  }

  @AfterEach
  final void close() {
    clients.forEach(HttpClient::close);
    assertThat(network.authorizer().failures()).as("failures inside advice").isEmpty();
  }

  final TestNetwork network() {
    return network;
  }

  final HttpClient client(Consumer<CIOEngineConfig> engine) {
    return closed(Requests.client(Requests.trust(network), engine, more -> {}));
  }

  final HttpClient closed(HttpClient client) {
    clients.add(client);
    return client;
  }

  static HttpRequestBuilder get(URI uri) {
    HttpRequestBuilder request = Requests.request("GET", uri);
    request.getHeaders().append("api-key", "placeholder-key");
    return request;
  }

  static HttpRequestBuilder post(URI uri) {
    HttpRequestBuilder request = get(uri);
    request.setMethod(HttpMethod.Companion.getPost());
    request.setBody(new ByteArrayContent(new byte[] {'x'}, null, null));
    return request;
  }

  static int status(HttpClient client, HttpRequestBuilder request) throws InterruptedException {
    HttpResponse response = Requests.send(client, request);
    HttpResponseKt.complete(response);
    return response.getStatus().getValue();
  }

  final void assertSigned(ReceivedRequest request) {
    String token = network.authorizer().values().get(0);
    // Compared to a boolean: a failing assertion must not print a token
    assertThat(request.headers().all("authorization").equals(List.of(token)))
        .as("%s carries that token and nothing else", request)
        .isTrue();
    assertThat(request.headers().contains("api-key")).isFalse();
  }

  final void assertAsWritten(ReceivedRequest request) {
    assertThat(request.headers().contains("authorization")).isFalse();
    assertThat(request.headers().all("api-key")).containsExactly("placeholder-key");
  }
}
