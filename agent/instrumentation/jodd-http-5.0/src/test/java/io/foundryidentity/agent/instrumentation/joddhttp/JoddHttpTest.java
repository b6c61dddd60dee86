package io.foundryidentity.agent.instrumentation.joddhttp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foundryidentity.agent.instrumentation.testing.DetourFactory;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.ServerNameFactory;
import io.foundryidentity.agent.instrumentation.testing.SocksProxy;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.agent.instrumentation.testing.WovenReferences;
import io.foundryidentity.simulator.CertificateAuthority;
import io.foundryidentity.simulator.ReceivedRequest;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import jodd.http.HttpConnection;
import jodd.http.HttpException;
import jodd.http.HttpProgressListener;
import jodd.http.HttpRequest;
import jodd.http.HttpResponse;
import jodd.http.ProxyInfo;
import jodd.http.net.SocketHttpConnectionProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is Jodd HTTP's own. */
class JoddHttpTest {

  private TestNetwork network;

  @BeforeEach
  void open() {
    network = TestNetwork.fresh();
    SSLContext.setDefault(network.trust());
    InstrumentedJvm.instrument(new JoddHttpInstrumentation());
  }

  @Test
  void what_advice_calls_is_there() throws Exception {
    assertThat(WovenReferences.unresolved(new JoddHttpInstrumentation())).isEmpty();
  }

  @Test
  void a_server_with_any_certificate_gets_no_token_and_a_line_says_so() {
    get()
        .trustAllCerts(true)
        .withConnectionProvider(over(network.trust().getSocketFactory()))
        .send();
    assertUnsigned();
    assertToldOnce("trustAllCerts");
  }

  @Test
  void a_connection_that_took_any_certificate_gets_no_token_later_either() {
    HttpRequest request = get().trustAllCerts(true).open(over(network.trust().getSocketFactory()));
    request.trustAllCerts(false).send();
    assertUnsigned();
    assertToldOnce("trustAllCerts");
  }

  @Test
  void trust_in_any_certificate_changes_nothing_over_plain_http() {
    HttpRequest request = HttpRequest.get(network.plainTarget("/echo").toString());
    assertThat(request.trustAllCerts(true).send().statusCode()).isEqualTo(200);
    assertSigned(network.foundry().requests().get(0));
  }

  /** The JDK accepts a certificate for either name. */
  @Test
  void a_factory_that_asks_tls_for_another_server_brings_it_no_token() {
    SSLSocketFactory other =
        ServerNameFactory.asking(CertificateAuthority.IMPOSTOR, network.simulator().certificates());
    HttpRequest request = HttpRequest.get(network.impostor("/echo").toString());
    assertThat(request.withConnectionProvider(over(other)).send().statusCode()).isEqualTo(200);
    assertUnsigned(network.impostor().requests());
    assertToldOnce(CertificateAuthority.IMPOSTOR);
  }

  @Test
  void a_factory_that_connects_under_another_name_of_the_server_takes_no_token_away() {
    SSLSocketFactory elsewhere =
        new ElsewhereFactory(network.trust().getSocketFactory(), "127.0.0.1");
    get().withConnectionProvider(over(elsewhere)).send();
    assertSigned(network.foundry().requests().get(0));
  }

  @Test
  void a_socket_that_leads_elsewhere_brings_no_token_over_plain_http() {
    DetourFactory detour = new DetourFactory(network.stranger().plainPort());
    HttpRequest request = HttpRequest.get(network.plainTarget("/echo").toString());
    request.withConnectionProvider(
        new SocketHttpConnectionProvider() {
          @Override
          protected Socket createSocket(String host, int port, int timeout) throws IOException {
            return detour.createSocket(host, port);
          }
        });
    assertThat(request.send().statusCode()).isEqualTo(200);
    assertUnsigned(network.stranger().requests());
    assertThat(network.authorizer().unproven()).hasSize(1);
  }

  @Test
  void a_connection_class_of_the_applications_own_brings_no_token_and_a_line_says_so() {
    HttpConnection own = get().open().connection();
    HttpConnection wrapped =
        (HttpConnection)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpConnection.class},
                (proxy, method, arguments) -> method.invoke(own, arguments));
    get().open(wrapped).send();
    assertUnsigned();
    assertThat(network.authorizer().unproven()).hasSize(1);
  }

  @Test
  void a_connection_that_is_kept_alive_carries_a_token_each_time() {
    HttpResponse first = get().connectionKeepAlive(true).send();
    HttpResponse second = get().keepAlive(first, true).send();
    assertThat(List.of(first.statusCode(), second.statusCode())).containsExactly(200, 200);
    assertThat(network.foundry().requests()).hasSize(2).allSatisfy(this::assertSigned);
    assertNothingFailed();
    second.close();
  }

  @Test
  void a_request_that_is_refused_on_a_kept_connection_is_sent_once_more() {
    HttpResponse first = get().connectionKeepAlive(true).send();
    network.foundry().refuseNext(1);
    HttpResponse second = get().keepAlive(first, false).send();
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(network.foundry().requests()).hasSize(3);
    assertNothingFailed();
  }

  @Test
  void a_server_that_closes_without_saying_so_is_asked_once_more_on_a_new_connection() {
    network.foundry().refuseNext(1);
    HttpRequest request = get().withConnectionProvider(new SilentlyClosed());
    assertThat(request.send().statusCode()).isEqualTo(200);
    assertThat(network.foundry().requests()).hasSize(2);
    assertNothingFailed();
  }

  @Test
  void a_connection_that_the_application_opened_is_not_opened_in_another_way() {
    HttpConnection own = get().open().connection();
    network.foundry().refuseNext(1);
    assertThat(get().open(own).send().statusCode()).isEqualTo(401);
    assertThat(network.foundry().requests()).hasSize(1);
    assertThat(get().send().statusCode()).isEqualTo(200);
    assertThat(network.authorizer().values()).hasSize(2);
    assertNothingFailed();
  }

  /** The client goes on with the old connection, whatever the new address says. */
  @Test
  void a_redirect_to_another_port_on_a_kept_connection_brings_no_token() {
    String redirect = TestNetwork.redirect(302, network.impostor("/echo"));
    HttpRequest request = HttpRequest.get(network.otherName(redirect).toString());
    request.connectionKeepAlive(true).followRedirects(true).send();
    assertThat(network.foundry().requests()).hasSize(2);
    assertUnsigned();
    assertToldOnce("port");
  }

  @Test
  void a_redirect_to_https_on_a_kept_connection_without_tls_brings_no_token() {
    String redirect = TestNetwork.redirect(302, network.target("/echo"));
    HttpRequest request = HttpRequest.get(network.targetWithoutTls(redirect).toString());
    request.connectionKeepAlive(true).followRedirects(true).send();
    assertThat(network.foundry().requests()).hasSize(2);
    assertUnsigned();
    assertThat(network.authorizer().unproven()).hasSize(1);
  }

  @Test
  void a_redirect_to_a_target_that_the_kept_connections_certificate_is_for_is_authorized() {
    String redirect = TestNetwork.redirect(302, network.target("/echo"));
    HttpRequest request = HttpRequest.get(network.otherName(redirect).toString());
    request.connectionKeepAlive(true).followRedirects(true).send();
    assertThat(network.foundry().requests()).hasSize(2);
    assertUnsigned(network.foundry().requests().subList(0, 1));
    assertSigned(network.foundry().requests().get(1));
  }

  @Test
  void what_the_application_writes_elsewhere_has_no_token() throws Exception {
    HttpRequest request = get().header("api-key", "placeholder-key").open();
    ByteArrayOutputStream elsewhere = new ByteArrayOutputStream();
    request.sendTo(elsewhere);
    request.send();
    request.sendTo(elsewhere);
    assertThat(elsewhere.toString(ISO_8859_1)).contains("placeholder-key").doesNotContain("eyJ");
    assertSigned(network.foundry().requests().get(0));
  }

  @Test
  void who_watches_the_upload_sees_what_the_application_wrote() {
    List<String> seen = new ArrayList<>();
    HttpRequest request =
        get().header("api-key", "placeholder-key").header("Authorization", "Bearer placeholder");
    request.monitor(
        new HttpProgressListener() {
          @Override
          public void transferred(int length) {
            seen.add(request.toString());
          }
        });
    request.send();
    assertThat(seen).isNotEmpty();
    assertThat(String.join("\n", seen))
        .contains("placeholder-key", "Bearer placeholder")
        .doesNotContain("eyJ");
    assertSigned(network.foundry().requests().get(0));
  }

  @Test
  void the_applications_headers_stay() {
    HttpRequest request = get();
    request.header("X-Twice", "one").header("X-Twice", "two").header("API-Key", "placeholder");
    request.header("Authorization", "Bearer one").header("Authorization", "Bearer two");
    String before = request.toString();
    request.send();
    assertThat(request.headers("x-twice")).containsExactly("one", "two");
    assertThat(request.headers("authorization")).containsExactly("Bearer one", "Bearer two");
    assertThat(request.toString()).isEqualTo(before);
    assertSigned(network.foundry().requests().get(0));
  }

  @Test
  void a_request_object_that_is_sent_again_may_be_refused_each_time() {
    HttpRequest request = get();
    for (int i = 0; i < 3; i++) {
      network.foundry().refuseNext(1);
      assertThat(request.send().statusCode()).isEqualTo(200);
    }
    assertThat(network.foundry().requests()).hasSize(6);
    assertNothingFailed();
  }

  @Test
  void a_form_with_a_file_is_sent_once_more(@TempDir Path folder) throws IOException {
    File file = Files.writeString(folder.resolve("question.txt"), "why").toFile();
    network.foundry().refuseNext(1);
    HttpRequest request = HttpRequest.post(network.target("/echo").toString());
    assertThat(request.form("file", file, "bytes", new byte[] {65}).send().statusCode())
        .isEqualTo(200);
    assertThat(network.foundry().requests())
        .hasSize(2)
        .allSatisfy(received -> assertThat(received.bodyText()).contains("why"));
  }

  @Test
  void the_failure_policy_is_asked_once_and_opens_no_connection() {
    network.authorizer().failByPolicy("no token");
    HttpRequest request = get();
    assertThatThrownBy(request::send)
        .isInstanceOf(HttpException.class)
        .hasRootCauseMessage("no token");
    assertThat(request.connection()).isNull();
    assertThat(network.authorizer().questions()).hasSize(1);
  }

  @Test
  void through_a_socks_proxy_only_https_is_authorized() throws Exception {
    try (SocksProxy proxy = new SocksProxy()) {
      SocketHttpConnectionProvider provider = new SocketHttpConnectionProvider();
      provider.useProxy(ProxyInfo.socks5Proxy("127.0.0.1", proxy.port(), null, null));
      HttpRequest overTls = get().withConnectionProvider(provider);
      assertThat(overTls.send().statusCode()).isEqualTo(200);
      HttpRequest plain = HttpRequest.get(network.plainTarget("/echo").toString());
      assertThat(plain.withConnectionProvider(provider).send().statusCode()).isEqualTo(401);
      assertThat(proxy.connections()).isEqualTo(2);
    }
  }

  private HttpRequest get() {
    return HttpRequest.get(network.target("/echo").toString());
  }

  /**
   * With a factory of the application's own, also for trustAllCerts: version 6 has a TLS version
   * for that which no JVM of today allows.
   */
  private static SocketHttpConnectionProvider over(SSLSocketFactory tls) {
    return new SocketHttpConnectionProvider() {
      @Override
      protected SSLSocketFactory getDefaultSSLSocketFactory(boolean trustAllCertificates) {
        return tls;
      }
    };
  }

  private void assertSigned(ReceivedRequest request) {
    assertThat(request.headers().all("authorization"))
        .containsExactly(network.authorizer().values().get(0));
    assertThat(request.headers().contains("api-key")).isFalse();
  }

  private void assertToldOnce(String reason) {
    assertThat(network.authorizer().unproven()).hasSize(1).allMatch(told -> told.contains(reason));
    assertNothingFailed();
  }

  private void assertUnsigned() {
    assertUnsigned(network.foundry().requests());
  }

  private static void assertUnsigned(List<ReceivedRequest> requests) {
    assertThat(requests)
        .isNotEmpty()
        .allSatisfy(request -> assertThat(request.headers().contains("authorization")).isFalse());
  }

  private void assertNothingFailed() {
    assertThat(network.authorizer().failures()).isEmpty();
  }
}
