package io.foundryidentity.benchmark.runner;

import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;

/**
 * A simulated Foundry with a real resource's host name, and the command lines of JVMs that call it.
 */
final class TestBed implements AutoCloseable {

  static final String PLACEHOLDER = "a-placeholder-that-opens-nothing";

  private static final String HOST = "contoso.openai.azure.com";

  private final Simulator simulator = Simulator.builder().start();
  private final Path hostsFile = simulator.certificates().hostsFile(HOST);
  private final String token;

  TestBed() throws IOException, InterruptedException {
    token = fetchToken();
  }

  String foundryUrl() {
    return foundryUrl(simulator.foundry().port());
  }

  /** The same host name, at another port. */
  String foundryUrl(int port) {
    return "https://" + HOST + ":" + port;
  }

  /** The simulated Foundry's certificates and their key, for a server in another process. */
  String serverPem() {
    for (KeyManager manager : simulator.certificates().serverKeys().getKeyManagers()) {
      X509KeyManager keys = (X509KeyManager) manager;
      String alias = keys.getServerAliases("EC", null)[0];
      try {
        StringBuilder pem = new StringBuilder();
        for (X509Certificate certificate : keys.getCertificateChain(alias)) {
          pem.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        return pem.append(pem("PRIVATE KEY", keys.getPrivateKey(alias).getEncoded())).toString();
      } catch (CertificateEncodingException e) {
        throw new IllegalStateException(e);
      }
    }
    throw new IllegalStateException("no keys");
  }

  private static String pem(String type, byte[] der) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(type, Base64.getMimeEncoder().encodeToString(der));
  }

  /** A token that is good for an hour, for a program that holds one itself. */
  String token() {
    return token;
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  List<String> command(Variant variant, String classPath, String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(variant.options());
    command.addAll(simulator.certificates().trustProperties());
    command.add("-Djdk.net.hosts.file=" + hostsFile);
    command.addAll(List.of("-cp", classPath, program));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Without the agent the program holds the token, so that all variants are answered alike. */
  Map<String, String> environment(Variant variant, String url) {
    Map<String, String> environment =
        new HashMap<>(simulator.identity().environment(IdentityKind.APP_SERVICE));
    environment.put("FOUNDRY_URL", url);
    environment.put("FOUNDRY_KEY", variant.authorizes() ? PLACEHOLDER : token);
    environment.put("FOUNDRY_IDENTITY_HOSTS", url);
    return environment;
  }

  private String fetchToken() throws IOException, InterruptedException {
    Map<String, String> identity = simulator.identity().environment(IdentityKind.APP_SERVICE);
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    identity.get("IDENTITY_ENDPOINT")
                        + "?api-version=2019-08-01&resource=https://cognitiveservices.azure.com"))
            .header("X-IDENTITY-HEADER", identity.get("IDENTITY_HEADER"))
            .build();
    HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("The identity endpoint answered " + answer.statusCode());
    }
    return new JsonObject(answer.body()).getString("access_token");
  }

  @Override
  public void close() {
    simulator.close();
  }
}
