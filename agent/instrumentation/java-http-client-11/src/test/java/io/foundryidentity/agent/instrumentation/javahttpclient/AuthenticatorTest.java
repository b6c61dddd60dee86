package io.foundryidentity.agent.instrumentation.javahttpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.ReceivedRequest;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A client with an {@code Authenticator}, as one that has a proxy with a password. Up to Java 23 it
 * removes {@code Authorization} from every request (JDK-8326949).
 */
final class AuthenticatorTest {

  private static final Authenticator OF_PROXY =
      new Authenticator() {
        @Override
        protected PasswordAuthentication getPasswordAuthentication() {
          return getRequestorType() == RequestorType.PROXY
              ? new PasswordAuthentication("user", "secret".toCharArray())
              : null;
        }
      };

  private TestNetwork network;

  @BeforeEach
  void open() {
    network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new JavaHttpClientInstrumentation());
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void its_requests_carry_the_token_and_no_key(Version version) throws Exception {
    assertThat(status(client(version).build(), network.target("/echo"))).isEqualTo(200);
    ReceivedRequest request = network.foundry().requests().get(0);
    assertThat(request.version()).isEqualTo(version == Version.HTTP_2 ? "HTTP/2" : "HTTP/1.1");
    assertBearer(request, 0);
    assertThat(request.headers().contains("api-key")).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void a_refused_request_is_sent_once_more(Version version) throws Exception {
    network.foundry().refuseNext(1);
    assertThat(status(client(version).build(), network.target("/echo"))).isEqualTo(200);
    assertThat(network.foundry().requests()).hasSize(2);
    assertBearer(network.foundry().requests().get(1), 1);
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void behind_a_tunnel_its_requests_carry_the_token(Version version) throws Exception {
    HttpClient client = client(version).proxy(ProxySelector.of(network.proxyAddress())).build();
    assertThat(status(client, network.target("/echo"))).isEqualTo(200);
    assertBearer(network.foundry().requests().get(0), 0);
    assertThat(network.proxy().requests())
        .isNotEmpty()
        .noneMatch(connect -> connect.headers().contains("authorization"));
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void a_request_to_a_stranger_has_no_token(Version version) throws Exception {
    HttpClient client = client(version).followRedirects(Redirect.ALWAYS).build();
    status(client, network.target("/echo"));
    status(client, network.otherPort("/echo"));
    assertThat(network.stranger().requests())
        .hasSize(1)
        .noneMatch(request -> request.headers().contains("authorization"));
  }

  @Test
  void of_the_applications_own_headers_it_still_removes_what_it_removed_before() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(network.target("/echo"))
            .header("Proxy-Authorization", "Basic b3du")
            .build();
    client(Version.HTTP_1_1).build().send(request, BodyHandlers.ofString());
    assertBearer(network.foundry().requests().get(0), 0);
    assertThat(network.foundry().requests().get(0).headers().contains("proxy-authorization"))
        .isEqualTo(Runtime.version().feature() > 23);
  }

  private HttpClient.Builder client(Version version) {
    return HttpClient.newBuilder()
        .sslContext(network.trust())
        .version(version)
        .authenticator(OF_PROXY);
  }

  private static int status(HttpClient client, URI uri) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(uri).header("api-key", "placeholder").build();
    return client.send(request, BodyHandlers.ofString()).statusCode();
  }

  /** Compared to a boolean: a failing assertion must not print a token. */
  private void assertBearer(ReceivedRequest request, int number) {
    List<String> values = request.headers().all("authorization");
    assertThat(values).hasSize(1);
    assertThat(values.get(0).equals(network.authorizer().values().get(number))).isTrue();
  }
}
