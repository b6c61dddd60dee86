package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.status.GatewayStatus;
import io.foundryidentity.agent.core.targets.TargetParser;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.CertificateAuthority;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A gateway before the simulated Foundry, over TLS, with one route to it. */
final class OpenGateway implements Closeable {

  final TestNetwork network = TestNetwork.fresh();
  final Gateway gateway;
  final Route route;

  OpenGateway() throws IOException {
    this(Limits.DEFAULT);
  }

  OpenGateway(Limits limits) throws IOException {
    trust(network.simulator().certificates());
    gateway = Gateway.open(network.authorizer(), 0, limits);
    route = gateway.route(TargetParser.parse(network.target("").toString()));
  }

  /** As a JVM that is started with these system properties. */
  static void trust(CertificateAuthority authority) {
    System.setProperty("javax.net.ssl.trustStore", authority.trustStore().toString());
    System.setProperty("javax.net.ssl.trustStorePassword", authority.trustStorePassword());
    System.setProperty("javax.net.ssl.trustStoreType", "PKCS12");
  }

  int port() {
    return gateway.port();
  }

  String secret() {
    return route.secret();
  }

  RawClient connect() throws IOException {
    return new RawClient(port());
  }

  RawClient.Answer ask(String request) throws IOException {
    return RawClient.ask(port(), request);
  }

  /** A request as a client of this gateway writes it, with more header lines. */
  String get(String path, String... headers) {
    return request("GET " + path, "", headers);
  }

  String post(String path, String body, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.add("Content-Length: " + body.length());
    return request("POST " + path, body, all.toArray(String[]::new));
  }

  private String request(String line, String body, String... headers) {
    StringBuilder request = new StringBuilder(line + " HTTP/1.1\r\n");
    request.append("Host: 127.0.0.1:").append(port()).append("\r\n");
    request.append("Authorization: Bearer ").append(secret()).append("\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    return request.append("\r\n").append(body).toString();
  }

  /**
   * What is counted after that many answers: a client has its answer a moment before it is counted.
   */
  GatewayStatus afterAnswers(long count) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (answers() < count && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return gateway.status();
  }

  private long answers() {
    long[] durations = gateway.status().durations();
    return durations[durations.length - 1];
  }

  @Override
  public void close() throws IOException {
    gateway.close();
  }
}
