package io.foundryidentity.benchmark.runner;

import java.io.IOException;

/**
 * What stands for Foundry where throughput counts: the fastest server at hand, with a fixed answer.
 *
 * <p>A request without a real bearer is refused, so that no variant can win by sending none. Plain
 * HTTP to a loopback address, which the agent signs where it is written out with its scheme: TLS
 * would hide what is measured.
 */
final class Target implements AutoCloseable {

  private static final String ANSWER =
      "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1760000000,"
          + "\"model\":\"gpt-4.1-mini\",\"choices\":[{\"index\":0,\"message\":{\"role\":"
          + "\"assistant\",\"content\":\"No, it is blue today.\"},\"finish_reason\":\"stop\"}],"
          + "\"usage\":{\"prompt_tokens\":31,\"completion_tokens\":6,\"total_tokens\":37}}";

  private static final String SIGNED =
      "map $http_authorization $signed { default 0; \"~^Bearer ey\" 1; }";

  private static final String LOCATION =
      "default_type application/json; if ($signed = 0) { return 401 '{}'; } return 200 '"
          + ANSWER
          + "';";

  private final Server server;
  private final String url;

  private Target(Server server, String url) {
    this.server = server;
    this.url = url;
  }

  static Target start(Checkout checkout) throws IOException, InterruptedException {
    Server server = Server.start(checkout, new Nginx(SIGNED, LOCATION));
    return new Target(server, server.url());
  }

  /** With the simulated Foundry's name and certificate, as applications see a real one. */
  static Target overTls(Checkout checkout, TestBed testBed)
      throws IOException, InterruptedException {
    Server server =
        Server.start(checkout, new Nginx(SIGNED, LOCATION).overTls(testBed.serverPem()));
    return new Target(server, testBed.foundryUrl(server.port()));
  }

  String url() {
    return url;
  }

  double cpuMicros() throws IOException {
    return server.cpuMicros();
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
  }
}
