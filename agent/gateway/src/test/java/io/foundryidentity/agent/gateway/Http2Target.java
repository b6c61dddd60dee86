package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.targets.Target;
import io.foundryidentity.agent.core.targets.TargetParser;
import io.foundryidentity.simulator.CertificateAuthority;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.KeyCertOptions;
import java.io.Closeable;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509KeyManager;

/** A target with HTTP/2: streams until it is told to end, and knows its connections. */
final class Http2Target implements Closeable {

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  private final Set<HttpServerRequest> streams = ConcurrentHashMap.newKeySet();
  private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
  private final CountDownLatch reset = new CountDownLatch(1);

  Http2Target(CertificateAuthority authority) throws Exception {
    this(authority, List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1));
  }

  private Http2Target(CertificateAuthority authority, List<HttpVersion> versions) throws Exception {
    HttpServerOptions options =
        new HttpServerOptions()
            .setSsl(true)
            .setUseAlpn(true)
            .setAlpnVersions(versions)
            .setKeyCertOptions(
                KeyCertOptions.wrap((X509KeyManager) authority.serverKeys().getKeyManagers()[0]));
    server =
        vertx
            .createHttpServer(options)
            .connectionHandler(connections::add)
            .requestHandler(this::handle)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
  }

  static Http2Target withoutHttp1(CertificateAuthority authority) throws Exception {
    return new Http2Target(authority, List.of(HttpVersion.HTTP_2));
  }

  private void handle(HttpServerRequest request) {
    if (!request.path().equals("/stream")) {
      request.response().end(request.version().name());
      return;
    }
    streams.add(request);
    request
        .response()
        .exceptionHandler(
            left -> {
              if (streams.remove(request)) {
                reset.countDown();
              }
            });
    request.response().setChunked(true).write("begin");
  }

  Target target() {
    return TargetParser.parse("https://localhost:" + server.actualPort());
  }

  int open() {
    return streams.size();
  }

  int connections() {
    return connections.size();
  }

  void awaitReset() throws InterruptedException {
    if (!reset.await(20, TimeUnit.SECONDS)) {
      throw new AssertionError("no stream was reset");
    }
  }

  void endAll() {
    streams.forEach(request -> request.response().end("end"));
    streams.clear();
  }

  void resetAll() {
    streams.forEach(request -> request.response().reset());
    streams.clear();
  }

  void sayGoodbye() {
    connections.forEach(HttpConnection::shutdown);
  }

  @Override
  public void close() {
    vertx.close();
  }
}
