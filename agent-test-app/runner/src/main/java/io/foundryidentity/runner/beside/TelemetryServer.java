package io.foundryidentity.runner.beside;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** A server on loopback that another agent sends its telemetry to; it keeps every line. */
final class TelemetryServer implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final List<String> lines = new ArrayList<>();
  private final String answer;

  /** Answers every request with the same JSON. */
  TelemetryServer(String answer) throws IOException {
    this.answer = answer;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(executor);
    server.createContext("/", this::take);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  synchronized long count(Pattern line) {
    return lines.stream().filter(text -> line.matcher(text).find()).count();
  }

  private synchronized void keep(List<String> more) {
    lines.addAll(more);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      keep(new String(body(exchange), StandardCharsets.UTF_8).lines().toList());
      byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static byte[] body(HttpExchange exchange) throws IOException {
    String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
    try (InputStream raw = exchange.getRequestBody()) {
      if ("gzip".equals(encoding)) {
        return new GZIPInputStream(raw).readAllBytes();
      }
      return "deflate".equals(encoding)
          ? new InflaterInputStream(raw).readAllBytes()
          : raw.readAllBytes();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
