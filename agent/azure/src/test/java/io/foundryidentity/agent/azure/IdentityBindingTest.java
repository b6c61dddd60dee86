package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foundryidentity.agent.core.token.Identity;
import io.foundryidentity.agent.core.token.TokenSourceException;
import io.foundryidentity.simulator.Simulator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Workload identity through the token proxy of AKS. */
class IdentityBindingTest {

  private static final String NAME = "sandbox-1.ests.aks.example";
  private static final String TENANT = "99999999-2222-4333-8444-555555555555";
  private static final String CLIENT = "11111111-2222-4333-8444-555555555555";
  private static final String SCOPE = "https://ai.azure.com/.default";

  /** The authority of the cluster, and one that the JVM may trust. */
  private static Simulator cluster;

  private static Simulator elsewhere;

  @TempDir private Path folder;

  private final Map<String, String> environment = new HashMap<>();
  private TokenProxyServer proxy;
  private String assertion;
  private String token;

  @BeforeAll
  static void startAuthorities() {
    cluster = Simulator.builder().start();
    elsewhere = Simulator.builder().start();
  }

  @AfterAll
  static void stopAuthorities() {
    cluster.close();
    elsewhere.close();
  }

  @BeforeEach
  void start() throws IOException {
    assertion = cluster.identity().issue("api://AKSIdentityBinding");
    token = cluster.identity().issue("https://ai.azure.com");
    listen(cluster, NAME);
    environment.put("AZURE_CLIENT_ID", CLIENT);
    environment.put("AZURE_TENANT_ID", TENANT);
    environment.put(
        "AZURE_FEDERATED_TOKEN_FILE", Files.writeString(folder.resolve("t"), assertion).toString());
    // Nobody listens there: a request that does not go to the proxy fails
    environment.put("AZURE_AUTHORITY_HOST", "https://127.0.0.1:" + ChildJvm.closedPort() + "/");
    environment.put("AZURE_KUBERNETES_SNI_NAME", NAME);
    environment.put("AZURE_KUBERNETES_CA_FILE", cluster.certificates().caPem().toString());
  }

  @AfterEach
  void stop() {
    proxy.close();
  }

  private void listen(Simulator authority, String name) throws IOException {
    if (proxy != null) {
      proxy.close();
    }
    proxy = new TokenProxyServer(authority.certificates().serverNamed(name));
    proxy.gives(token);
    environment.put("AZURE_KUBERNETES_TOKEN_PROXY", proxy.url());
  }

  private String signIn() throws TokenSourceException {
    return signIn("workload-identity");
  }

  private String signIn(String credential) throws TokenSourceException {
    Identity identity = new Identity(credential, CLIENT, TENANT, null, null, null);
    return new AzureTokenSources(environment).create(identity, SCOPE).fetch().authorization();
  }

  private String failure() {
    return failure("workload-identity");
  }

  private String failure(String credential) {
    try {
      signIn(credential);
    } catch (TokenSourceException expected) {
      assertThat(expected.getMessage()).doesNotContain(assertion).doesNotContain("\n");
      return expected.getMessage();
    }
    throw new AssertionError("there is a token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"workload-identity", "managed-identity", "default"})
  void the_request_for_entra_goes_to_the_token_proxy(String credential) throws Exception {
    assertThat(signIn(credential)).isEqualTo("Bearer " + token);

    assertThat(proxy.requests)
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.line()).isEqualTo("POST /" + TENANT + "/oauth2/v2.0/token");
              assertThat(request.host()).isEqualTo("127.0.0.1:" + proxy.port());
              assertThat(request.serverNames()).containsExactly(NAME);
              assertThat(request.body())
                  .contains("client_assertion=" + assertion)
                  .contains("client_id=" + CLIENT)
                  .contains("scope=https%3A%2F%2Fai.azure.com%2F.default");
            });
  }

  @Test
  void a_name_without_a_dot_is_asked_for_too() throws Exception {
    listen(cluster, "cluster");
    environment.put("AZURE_KUBERNETES_SNI_NAME", "cluster");

    assertThat(signIn()).isEqualTo("Bearer " + token);
    assertThat(proxy.requests.get(0).serverNames()).containsExactly("cluster");
  }

  @Test
  void without_a_name_the_certificate_is_for_the_proxys_host() throws Exception {
    environment.remove("AZURE_KUBERNETES_SNI_NAME");
    assertThat(failure()).contains("is not for 127.0.0.1, as AZURE_KUBERNETES_SNI_NAME is not set");

    listen(cluster, "127.0.0.1");
    assertThat(signIn()).isEqualTo("Bearer " + token);
  }

  @Test
  void the_authority_can_be_in_a_variable() throws Exception {
    environment.remove("AZURE_KUBERNETES_CA_FILE");
    environment.put("AZURE_KUBERNETES_CA_DATA", pem(cluster));

    assertThat(signIn()).isEqualTo("Bearer " + token);
  }

  @Test
  void one_of_several_authorities_is_enough() throws Exception {
    Path both = Files.writeString(folder.resolve("ca"), pem(elsewhere) + pem(cluster));
    environment.put("AZURE_KUBERNETES_CA_FILE", both.toString());

    assertThat(signIn()).isEqualTo("Bearer " + token);
  }

  private static String pem(Simulator authority) throws IOException {
    return Files.readString(authority.certificates().caPem());
  }

  @Test
  void a_certificate_for_another_name_gets_no_assertion() throws Exception {
    listen(cluster, "other.ests.aks.example");

    assertThat(failure())
        .isEqualTo(
            "the certificate of the token proxy (AZURE_KUBERNETES_TOKEN_PROXY='"
                + proxy.url()
                + "') is not for '"
                + NAME
                + "' (AZURE_KUBERNETES_SNI_NAME)");
    assertThat(proxy.requests).isEmpty();
  }

  @Test
  void nor_does_one_for_the_address_instead_of_the_name() throws Exception {
    listen(cluster, "127.0.0.1");

    assertThat(failure()).contains("AZURE_KUBERNETES_SNI_NAME");
    assertThat(proxy.requests).isEmpty();
  }

  @Test
  void nor_does_one_of_another_authority() throws Exception {
    listen(elsewhere, NAME);

    assertThat(failure())
        .contains("') is not from the authority in AZURE_KUBERNETES_CA_FILE=")
        .doesNotContain("trustStore");
    assertThat(proxy.requests).isEmpty();
  }

  @Test
  void even_if_the_jvm_trusts_that_authority() throws Exception {
    listen(elsewhere, NAME);

    ChildJvm jvm =
        new ChildJvm().with(environment).flags(elsewhere.certificates().trustProperties());
    assertThat(jvm.run("credential=workload-identity").result())
        .startsWith("failure ")
        .contains("is not from the authority in AZURE_KUBERNETES_CA_FILE=");
    assertThat(proxy.requests).isEmpty();
  }

  @Test
  void a_renewed_authority_counts_at_once() throws Exception {
    Path file = Files.writeString(folder.resolve("ca"), pem(elsewhere));
    environment.put("AZURE_KUBERNETES_CA_FILE", file.toString());
    Identity identity = new Identity("workload-identity", CLIENT, TENANT, null, null, null);
    var source = new AzureTokenSources(environment).create(identity, SCOPE);
    assertThatThrownBy(source::fetch).isInstanceOf(TokenSourceException.class);

    Files.writeString(file, pem(cluster));
    assertThat(source.fetch().authorization()).isEqualTo("Bearer " + token);

    Files.writeString(file, pem(elsewhere));
    assertThatThrownBy(source::fetch).isInstanceOf(TokenSourceException.class);
    assertThat(proxy.requests).hasSize(1);
  }

  @Test
  void a_redirect_is_not_followed() throws Exception {
    try (TokenProxyServer other = new TokenProxyServer(cluster.certificates().serverNamed(NAME))) {
      other.gives(token);
      proxy.redirectsTo(other.url() + "/" + TENANT + "/oauth2/v2.0/token");

      assertThat(failure()).contains("307");
      assertThat(other.requests).isEmpty();
    }
  }

  @Test
  void no_proxy_of_the_jvm_or_the_environment_is_used() throws Exception {
    ProxySelector before = ProxySelector.getDefault();
    List<URI> asked = new CopyOnWriteArrayList<>();
    InetSocketAddress nobody = new InetSocketAddress("127.0.0.1", ChildJvm.closedPort());
    environment.put("HTTPS_PROXY", "http://127.0.0.1:" + nobody.getPort());
    try {
      ProxySelector.setDefault(
          new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
              asked.add(uri);
              return List.of(new Proxy(Proxy.Type.HTTP, nobody));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
          });

      assertThat(signIn()).isEqualTo("Bearer " + token);
      assertThat(asked).isEmpty();
    } finally {
      ProxySelector.setDefault(before);
    }
  }

  @Test
  void what_the_proxy_says_is_told_without_the_assertion() {
    proxy.answers(
        400,
        "{\"error\":\"invalid_request\",\"error_description\":\"AADSTS700211: no match for "
            + assertion
            + "\"}");

    assertThat(failure()).contains("HTTP 400").contains("AADSTS700211");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "unset",
      value = {
        "AZURE_KUBERNETES_TOKEN_PROXY|unset|AZURE_KUBERNETES_SNI_NAME is set, and AZURE_KUBERNETES_TOKEN_PROXY is not: the identity binding of AKS is not complete; its webhook",
        "AZURE_KUBERNETES_TOKEN_PROXY|' '|AZURE_KUBERNETES_SNI_NAME is set, and AZURE_KUBERNETES_TOKEN_PROXY is not",
        "AZURE_KUBERNETES_CA_FILE|unset|AZURE_KUBERNETES_TOKEN_PROXY is set, and neither AZURE_KUBERNETES_CA_FILE nor AZURE_KUBERNETES_CA_DATA is: the identity binding",
        "AZURE_KUBERNETES_CA_DATA|x|AZURE_KUBERNETES_CA_FILE and AZURE_KUBERNETES_CA_DATA are both set: remove one",
        "AZURE_KUBERNETES_CA_FILE|/no/such/ca.pem|AZURE_KUBERNETES_CA_FILE names the file /no/such/ca.pem, and this file does not exist",
        "AZURE_KUBERNETES_TOKEN_PROXY|http://10.0.0.1|AZURE_KUBERNETES_TOKEN_PROXY='http://10.0.0.1' is not an https URL: the token proxy of AKS is an https URL of a host",
        "AZURE_KUBERNETES_TOKEN_PROXY|10.0.0.1:443|AZURE_KUBERNETES_TOKEN_PROXY=",
        "AZURE_KUBERNETES_TOKEN_PROXY|https://me:hunter2@10.0.0.1|AZURE_KUBERNETES_TOKEN_PROXY='https://***@10.0.0.1' has user information",
        "AZURE_KUBERNETES_TOKEN_PROXY|https://10.0.0.1/?sig=hunter2|AZURE_KUBERNETES_TOKEN_PROXY='https://10.0.0.1/?***' has a query or a fragment",
        "AZURE_KUBERNETES_TOKEN_PROXY|https://10.0.0.1/#hunter2|AZURE_KUBERNETES_TOKEN_PROXY='https://10.0.0.1/#***' has a query or a fragment",
        "AZURE_KUBERNETES_TOKEN_PROXY|https://10.0.0.1/token|AZURE_KUBERNETES_TOKEN_PROXY='https://10.0.0.1/token' has a path",
        "AZURE_KUBERNETES_TOKEN_PROXY|https://|AZURE_KUBERNETES_TOKEN_PROXY='https://' is not a URL",
        "AZURE_KUBERNETES_SNI_NAME|a b|AZURE_KUBERNETES_SNI_NAME='a b' is not a host name",
        "AZURE_KUBERNETES_SNI_NAME|-a|AZURE_KUBERNETES_SNI_NAME='-a' is not a host name",
        "AZURE_KUBERNETES_SNI_NAME|a..b|AZURE_KUBERNETES_SNI_NAME='a..b' is not a host name",
      })
  void a_binding_that_is_not_whole_is_one_line_that_names_the_variables(
      String variable, String value, String line) {
    if (value == null) {
      environment.remove(variable);
    } else {
      environment.put(variable, value);
    }

    for (String credential : new String[] {"workload-identity", "managed-identity", "default"}) {
      assertThat(failure(credential)).contains(line).doesNotContain("hunter2");
    }
    assertThat(proxy.requests).isEmpty();
  }

  @Test
  void an_authority_without_a_proxy_is_one_too() {
    environment.remove("AZURE_KUBERNETES_TOKEN_PROXY");
    environment.remove("AZURE_KUBERNETES_SNI_NAME");

    assertThat(failure())
        .startsWith("AZURE_KUBERNETES_CA_FILE is set, and AZURE_KUBERNETES_TOKEN_PROXY is not");
  }

  @ParameterizedTest
  @CsvSource({
    "'',                is empty",
    "not a certificate, has no certificate in PEM form",
    "-----BEGIN CERTIFICATE-----|AAAA|-----END CERTIFICATE-----, has no certificate in PEM form",
  })
  void a_file_without_a_certificate_is_named(String content, String mistake) throws Exception {
    Path file = Files.writeString(folder.resolve("ca"), content.replace('|', '\n'));
    environment.put("AZURE_KUBERNETES_CA_FILE", file.toString());

    assertThat(failure())
        .startsWith(
            "AZURE_KUBERNETES_CA_FILE names the file " + file + ", and this file " + mistake);
    assertThat(proxy.requests).isEmpty();
  }

  @Test
  void so_is_a_variable_without_one() {
    environment.remove("AZURE_KUBERNETES_CA_FILE");
    environment.put("AZURE_KUBERNETES_CA_DATA", "not a certificate");

    assertThat(failure()).startsWith("AZURE_KUBERNETES_CA_DATA has no certificate in PEM form");
  }

  @Test
  void without_a_federated_token_the_variables_do_not_matter() {
    environment.remove("AZURE_FEDERATED_TOKEN_FILE");
    environment.remove("AZURE_KUBERNETES_TOKEN_PROXY");

    assertThat(failure()).contains("not set: AZURE_FEDERATED_TOKEN_FILE");
  }
}
