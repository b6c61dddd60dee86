package io.foundryidentity.simulator;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** One request with its body, and the methods to answer it. */
final class Exchange {

  /**
   * The form of RFC 9110, section 5.6.7; that of {@code RFC_1123_DATE_TIME} has days of one digit.
   */
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

  private final Vertx vertx;
  private final ReceivedRequest request;
  private final HttpServerRequest raw;

  Exchange(Vertx vertx, ReceivedRequest request, HttpServerRequest raw) {
    this.vertx = vertx;
    this.request = request;
    this.raw = raw;
  }

  Vertx vertx() {
    return vertx;
  }

  ReceivedRequest request() {
    return request;
  }

  HttpServerRequest raw() {
    return raw;
  }

  HttpServerResponse response() {
    return raw.response();
  }

  /** The body as JSON; an empty object if there is none, as the answers need few of its fields. */
  JsonObject jsonBody() {
    String text = request.bodyText();
    if (!text.startsWith("{")) {
      return new JsonObject();
    }
    return new JsonObject(text);
  }

  /** Sets Date, as every server with a clock must (RFC 9110, section 6.6.1). */
  void date(Clock clock) {
    ZonedDateTime now = clock.instant().atZone(ZoneOffset.UTC);
    response().putHeader("date", HTTP_DATE.format(now));
  }

  void json(int status, JsonObject body) {
    text(status, "application/json; charset=utf-8", body.encode());
  }

  void text(int status, String type, String body) {
    response().setStatusCode(status).putHeader("content-type", type).end(body);
  }

  void notFound() {
    json(404, error("404", "Resource not found"));
  }

  /** The error shape of the Azure services. */
  static JsonObject error(String code, String message) {
    return new JsonObject()
        .put("error", new JsonObject().put("code", code).put("message", message));
  }
}
