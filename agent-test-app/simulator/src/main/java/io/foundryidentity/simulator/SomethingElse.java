package io.foundryidentity.simulator;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;

/** What answers at an identity endpoint's address where that endpoint is not. */
public enum SomethingElse {
  /** Docker Desktop's proxy. */
  PLAIN_403(
      403,
      "text/plain",
      "connecting to 169.254.169.254:80: dial tcp 169.254.169.254:80: connectex: A socket operation"
          + " was attempted to an unreachable network.\n"),
  /** A web server or the login page of a network, which answers every address. */
  HTML(
      200,
      "text/html",
      "<!DOCTYPE html><html><head><title>Welcome</title></head><body>Sign in</body></html>\n"),
  /** An old server, which also closes the connection. */
  HTTP_1_0(404, "text/plain", "Not found\n"),
  NO_BODY(200, "", ""),
  /** The error page of a company's proxy. */
  PROXY_PAGE(
      503,
      "text/html",
      "<html><head><title>ERROR: The requested URL could not be retrieved</title></head><body>"
          + "<p>Connection to 169.254.169.254 failed.</p></body></html>\n");

  private final int status;
  private final String type;
  private final String body;

  SomethingElse(int status, String type, String body) {
    this.status = status;
    this.type = type;
    this.body = body;
  }

  void answer(Exchange exchange) {
    if (this == HTTP_1_0) {
      answerInHttp10(exchange);
      return;
    }
    HttpServerResponse response = exchange.response().setStatusCode(status);
    if (this == PROXY_PAGE) {
      response.putHeader("via", "1.1 proxy.contoso.example (squid/6.6)");
      response.putHeader("x-squid-error", "ERR_CONNECT_FAIL 101");
    }
    if (type.isEmpty()) {
      response.end();
    } else {
      response.putHeader("content-type", type).end(body);
    }
  }

  @SuppressWarnings(
      "FutureReturnValueIgnored") // If the client has closed the connection already, there is
  // nothing left to do
  private void answerInHttp10(Exchange exchange) {
    String text = "HTTP/1.0 " + status + " Not Found\r\nContent-Type: " + type + "\r\n\r\n" + body;
    Channel channel = ((ConnectionBase) exchange.raw().connection()).channel();
    // Past Vert.x's encoder, which only writes HTTP/1.1
    channel
        .pipeline()
        .firstContext()
        .writeAndFlush(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII))
        .addListener(written -> channel.close());
  }
}
