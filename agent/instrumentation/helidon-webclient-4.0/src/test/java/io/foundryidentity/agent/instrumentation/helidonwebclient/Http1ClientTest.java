package io.foundryidentity.agent.instrumentation.helidonwebclient;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foundryidentity.agent.instrumentation.support.BridgeVisibility;
import io.foundryidentity.agent.instrumentation.support.ClientTransformer;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestAuthorizer;
import io.foundryidentity.simulator.CertificateAuthority;
import io.helidon.common.tls.Tls;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webclient.api.ClientConnection;
import io.helidon.webclient.api.DnsAddressLookup;
import io.helidon.webclient.api.HttpClientResponse;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.api.WebClientServiceRequest;
import io.helidon.webclient.api.WebClientServiceResponse;
import io.helidon.webclient.http1.Http1Client;
import io.helidon.webclient.spi.DnsResolver;
import io.helidon.webclient.spi.WebClientService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.implementation.StubMethod;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The cases that only the HTTP/1.1 client has. */
class Http1ClientTest extends SignedFoundry {

  private final List<ClientConnection> used = new ArrayList<>();

  @Test
  void the_failure_policy_is_told_as_helidon_tells_of_input_and_output() {
    network().authorizer().failByPolicy("no token");
    assertThatThrownBy(() -> status(network().target("/echo")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("no token");
    assertThat(network().authorizer().questions()).hasSize(1);
    assertThat(used).isEmpty();
  }

  @Test
  void a_refusal_by_a_stranger_is_not_taken_for_one_by_the_target_that_came_before() {
    network().authorizer().keepToken();
    network().foundry().refuseNext(1);
    List<TestAuthorizer.Question> before = new ArrayList<>();
    Http1Client failingOver =
        Http1Client.builder()
            .tls(tls())
            .shareConnectionCache(false)
            .addService(
                (chain, request) -> {
                  chain.proceed(request).connection().closeResource();
                  before.addAll(refusals());
                  network().authorizer().renew();
                  request.uri().host(network().otherName("/").getHost());
                  return chain.proceed(request);
                })
            .build();
    assertThat(status(failingOver, network().target("/echo"))).isEqualTo(401);
    assertThat(atFoundry()).hasSize(2);
    assertUnsigned(List.of(lastRequest()));
    assertThat(before).isNotEmpty();
    assertThat(refusals()).isEqualTo(before);
  }

  private List<TestAuthorizer.Question> refusals() {
    return network().authorizer().questions().stream()
        .filter(question -> question.what().equals("refused"))
        .toList();
  }

  @Test
  void a_resolver_that_makes_tls_verify_another_name_brings_no_token() {
    Tls tls = Tls.builder().sslContext(network().trust()).build();
    Http1Client client = resolving(tls, CertificateAuthority.IMPOSTOR);
    assertThat(status(client, network().impostor("/echo"))).isEqualTo(200);
    assertImpostorUnsigned();
  }

  @Test
  void a_resolver_with_a_name_of_its_own_takes_no_token_away() {
    Tls unverified =
        Tls.builder()
            .sslContext(network().trust())
            .endpointIdentificationAlgorithm(Tls.ENDPOINT_IDENTIFICATION_NONE)
            .build();
    Http1Client client = resolving(unverified, "stranger.example");
    assertThat(status(client, network().target("/echo"))).isEqualTo(200);
    assertSigned(lastRequest());
  }

  @Test
  void tls_that_asks_for_a_server_of_another_name_brings_no_token() {
    SSLParameters parameters = new SSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setServerNames(List.of(new SNIHostName(CertificateAuthority.IMPOSTOR)));
    Tls tls = Tls.builder().sslContext(network().trust()).sslParameters(parameters).build();
    assertThat(status(client(tls), network().impostor("/echo"))).isEqualTo(200);
    assertImpostorUnsigned();
  }

  private void assertImpostorUnsigned() {
    assertUnsigned(network().impostor().requests());
    assertThat(network().authorizer().unproven())
        .hasSize(1)
        .allMatch(reason -> reason.contains(CertificateAuthority.IMPOSTOR));
  }

  @Test
  void a_system_proxy_for_the_name_that_a_targets_address_has_gets_no_token() {
    ProxySelector before = ProxySelector.getDefault();
    ProxySelector.setDefault(new ForNames(network().proxyAddress()));
    try (HttpClientResponse response =
        client(tls()).get().uri(network().plainTarget("/echo")).proxy(Proxy.create()).request()) {
      assertThat(response.status().code()).isEqualTo(401);
    } finally {
      ProxySelector.setDefault(before);
    }
    assertThat(network().proxy().requests()).isNotEmpty();
    assertUnsigned(atFoundry());
  }

  @Test
  void a_service_that_leads_to_a_stranger_brings_no_token() {
    URI stranger = network().stranger("/echo");
    Http1Client client =
        Http1Client.builder()
            .tls(tls())
            .addService(
                (chain, request) -> {
                  request.uri().host(stranger.getHost()).port(stranger.getPort());
                  return chain.proceed(request);
                })
            .build();
    assertThat(status(client, network().target("/echo"))).isEqualTo(200);
    assertUnsigned(network().stranger().requests());
  }

  @Test
  @Tag("connection-kept")
  void a_connection_of_the_applications_to_a_stranger_brings_no_token() {
    keep(network().stranger("/echo"));
    network().stranger().clear();
    given(used.get(0), network().target("/echo"));
    assertUnsigned(network().stranger().requests());
  }

  @Test
  @Tag("connection-kept")
  void a_plain_connection_of_the_applications_brings_the_token_to_its_own_server_alone() {
    keep(network().plainTarget("/echo"));
    network().foundry().clear();
    assertThat(given(used.get(0), network().plainTarget("/echo"))).isEqualTo(200);
    assertSigned(lastRequest());
    network().foundry().clear();
    assertThat(given(used.get(0), network().target("/echo"))).isEqualTo(401);
    assertUnsigned(atFoundry());
    assertThat(network().authorizer().unproven()).hasSize(1);
  }

  @Test
  @Tag("connection-kept")
  void a_request_on_a_connection_of_the_applications_is_not_sent_twice_and_the_next_call_heals() {
    keep(network().target("/echo"));
    network().foundry().clear();
    network().foundry().refuseNext(1);
    assertThat(given(used.get(0), network().target("/echo"))).isEqualTo(401);
    assertThat(atFoundry()).hasSize(1);
    assertThat(given(used.get(0), network().target("/echo"))).isEqualTo(200);
    assertSigned(lastRequest());
  }

  @Test
  void a_connect_of_the_applications_own_brings_no_token() {
    URI target = network().plainTarget("");
    try (HttpClientResponse response =
        client(tls())
            .method(Method.CONNECT)
            .uri(target)
            .header(HeaderNames.HOST, target.getAuthority())
            .request()) {
      assertThat(response.status().code()).isEqualTo(401);
    }
    assertUnsigned(atFoundry());
  }

  @Test
  void a_request_inside_the_writing_of_another_leaves_both_signed() {
    try (HttpClientResponse response =
        client(tls())
            .post()
            .uri(network().target("/echo"))
            .outputStream(
                out -> {
                  assertThat(status(network().target("/echo"))).isEqualTo(200);
                  out.write("a question".getBytes(UTF_8));
                  assertThat(status(network().stranger("/echo"))).isEqualTo(200);
                  out.write("; another".getBytes(UTF_8));
                  out.close();
                })) {
      assertThat(response.status().code()).isEqualTo(200);
    }
    assertThat(atFoundry()).hasSize(2).allSatisfy(this::assertSigned);
    assertUnsigned(network().stranger().requests());
  }

  @Test
  void a_streamed_upload_that_is_redirected_takes_no_token_to_a_stranger() {
    String redirect = "/redirect?status=303&to=" + network().stranger("/echo");
    try (HttpClientResponse response =
        client(tls())
            .post()
            .uri(network().target(redirect))
            .outputStream(
                out -> {
                  out.write("a question".getBytes(UTF_8));
                  out.close();
                })) {
      assertThat(response.status().code()).isEqualTo(200);
    }
    assertSigned(lastRequest());
    assertUnsigned(network().stranger().requests());
  }

  @Test
  void helidons_own_log_of_headers_masks_the_token() {
    Logger logger = Logger.getLogger("io.helidon.webclient");
    List<String> logged = new ArrayList<>();
    Handler handler = new Recorder(logged);
    logger.addHandler(handler);
    logger.setLevel(Level.ALL);
    logger.setUseParentHandlers(false);
    try {
      assertThat(status(network().target("/echo"))).isEqualTo(200);
    } finally {
      logger.removeHandler(handler);
      logger.setLevel(null);
      logger.setUseParentHandlers(true);
    }
    assertThat(String.join("\n", logged)).contains("client received headers").doesNotContain("eyJ");
    assertSigned(lastRequest());
  }

  @Test
  void a_chain_of_another_shape_is_left_as_it_is() {
    byte[] other =
        new ByteBuddy()
            .subclass(Object.class)
            .name("io.helidon.webclient.http1.Http1CallEntityChain")
            .defineMethod("doProceed", Object.class)
            .withParameters(Object.class, Object.class)
            .intercept(StubMethod.INSTANCE)
            .make()
            .getBytes();
    ClientTransformer transformer =
        new ClientTransformer(
            List.of(new HelidonWebClientInstrumentation()),
            new BridgeVisibility(InstrumentedJvm.instrumentation()),
            () -> {});
    assertThat(
            transformer.transform(
                getClass().getClassLoader(),
                "io/helidon/webclient/http1/Http1CallEntityChain",
                null,
                null,
                other))
        .isNull();
  }

  private Http1Client client(Tls tls) {
    return Http1Client.builder()
        .tls(tls)
        .shareConnectionCache(false)
        .readContinueTimeout(Duration.ofMillis(50))
        .addService(this::note)
        .build();
  }

  private WebClientServiceResponse note(
      WebClientService.Chain chain, WebClientServiceRequest request) {
    WebClientServiceResponse response = chain.proceed(request);
    used.add((ClientConnection) response.connection());
    return response;
  }

  private int status(URI uri) {
    return status(client(tls()), uri);
  }

  private static Http1Client resolving(Tls tls, String name) {
    return Http1Client.builder()
        .tls(tls)
        .shareConnectionCache(false)
        .dnsResolver(named(name))
        .build();
  }

  private static int status(Http1Client client, URI uri) {
    try (HttpClientResponse response = client.get().uri(uri).request()) {
      response.as(String.class);
      return response.status().code();
    }
  }

  /** Leaves the connection open: the answer is read to the end and not closed. */
  private void keep(URI uri) {
    client(tls()).get().uri(uri).request().as(String.class);
  }

  private int given(ClientConnection connection, URI uri) {
    HttpClientResponse response = client(tls()).get().connection(connection).uri(uri).request();
    response.as(String.class);
    return response.status().code();
  }

  /** Always the loopback address, under that name. */
  private static DnsResolver named(String name) {
    return new DnsResolver() {
      @Override
      public boolean useDefaultJavaResolver() {
        return false;
      }

      @Override
      public InetAddress resolveAddress(String hostname, DnsAddressLookup lookup) {
        try {
          return InetAddress.getByAddress(name, new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
          throw new IllegalStateException(e);
        }
      }
    };
  }

  /** A proxy for each name and none for addresses, as {@code nonProxyHosts} can say. */
  private static final class ForNames extends ProxySelector {
    private final InetSocketAddress address;

    ForNames(InetSocketAddress address) {
      this.address = address;
    }

    @Override
    public List<java.net.Proxy> select(URI uri) {
      return List.of(
          uri.getHost().startsWith("127.")
              ? java.net.Proxy.NO_PROXY
              : new java.net.Proxy(java.net.Proxy.Type.HTTP, address));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
  }

  private static final class Recorder extends Handler {
    private final List<String> messages;

    Recorder(List<String> messages) {
      this.messages = messages;
    }

    @Override
    public void publish(LogRecord entry) {
      messages.add(entry.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
