package io.foundryidentity.benchmark.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * nginx with one worker, on loopback.
 *
 * @param context what stands in its http block
 * @param location what it does with a request
 * @param pem its certificates and their key; empty without TLS
 */
record Nginx(String context, String location, String pem) implements Server.Kind {

  Nginx(String context, String location) {
    this(context, location, "");
  }

  Nginx overTls(String serverPem) {
    return new Nginx(context, location, serverPem);
  }

  @Override
  public String configuration(int port, Path folder) {
    return """
        daemon off;
        worker_processes 1;
        pid %2$s/pid;
        error_log stderr;
        events { worker_connections 256; }
        http {
          access_log off;
          keepalive_requests 1000000000;
          keepalive_timeout 1h;
          client_body_buffer_size 64k;
          client_body_temp_path %2$s/body;
          proxy_temp_path %2$s/proxy;
          fastcgi_temp_path %2$s/fastcgi;
          uwsgi_temp_path %2$s/uwsgi;
          scgi_temp_path %2$s/scgi;
          %3$s
          server {
            listen 127.0.0.1:%1$d%5$s;
            location / { %4$s }
          }
        }
        """
        .formatted(port, folder, context, location, tls(folder));
  }

  /** The folder is this user's alone, and is deleted with the server. */
  private String tls(Path folder) {
    if (pem.isEmpty()) {
      return "";
    }
    Path file = folder.resolve("server.pem");
    try {
      Files.writeString(file, pem);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return " ssl; ssl_certificate " + file + "; ssl_certificate_key " + file;
  }

  @Override
  public List<String> command(Path folder, Path configuration) {
    return List.of("nginx", "-e", "stderr", "-p", folder.toString(), "-c", "configuration");
  }

  /** Its own string form would show a token. */
  @Override
  public String toString() {
    return "nginx";
  }

  /** A proxy that sets the header, with as many connections to the target as it needs. */
  static Nginx proxy(Target target, String token) {
    return new Nginx(
        "upstream target { server 127.0.0.1:"
            + target.port()
            + "; keepalive 64; keepalive_requests 1000000000; keepalive_timeout 1h; }",
        "proxy_pass http://target; proxy_http_version 1.1; proxy_set_header Connection \"\";"
            + " proxy_set_header Authorization \"Bearer "
            + token
            + "\";");
  }
}
