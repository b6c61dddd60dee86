package io.foundryidentity.benchmark.runner;

import java.nio.file.Path;
import java.util.List;

/**
 * haproxy with one thread, on loopback, as a proxy that sets the header.
 *
 * @param targetPort where it sends requests on
 * @param token what it puts in
 */
record Haproxy(int targetPort, String token) implements Server.Kind {

  @Override
  public String configuration(int port, Path folder) {
    return """
        global
          maxconn 256
          nbthread 1
        defaults
          mode http
          timeout connect 5s
          timeout client 1h
          timeout server 1h
          http-reuse always
        frontend in
          bind 127.0.0.1:%1$d
          http-request set-header Authorization "Bearer %3$s"
          default_backend out
        backend out
          server target 127.0.0.1:%2$d
        """
        .formatted(port, targetPort, token);
  }

  @Override
  public List<String> command(Path folder, Path configuration) {
    return List.of("haproxy", "-db", "-f", configuration.toString());
  }

  /** Whose string form would show the token. */
  @Override
  public String toString() {
    return "haproxy";
  }
}
