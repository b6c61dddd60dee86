package io.foundryidentity.simulator;

import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Sends server-sent events one by one, each in a write of its own.
 *
 * <p>While the gate is closed, a stream stops after its first event. So a test can show that an
 * event arrives before the stream has ended, without measuring time.
 */
final class EventStream {
  /** Closed and opened by {@link Foundry}. */
  interface Gate {
    boolean open();
  }

  private static final long PAUSE_MILLIS = 3;

  private final Exchange exchange;
  private final Deque<String> events;
  private final Gate gate;

  private EventStream(Exchange exchange, List<String> events, Gate gate) {
    this.exchange = exchange;
    this.events = new ArrayDeque<>(events);
    this.gate = gate;
  }

  static void send(Exchange exchange, List<String> events, Gate gate) {
    HttpServerResponse response = exchange.response();
    response.setStatusCode(200).putHeader("content-type", "text/event-stream; charset=utf-8");
    response.putHeader("cache-control", "no-cache");
    if (exchange.raw().version().alpnName().startsWith("http/")) {
      response.setChunked(true);
    }
    EventStream stream = new EventStream(exchange, events, gate);
    response.write(stream.events.remove());
    stream.later();
  }

  static String data(String json) {
    return "data: " + json + "\n\n";
  }

  static String event(String type, String json) {
    return "event: " + type + "\n" + data(json);
  }

  private void later() {
    exchange.vertx().setTimer(PAUSE_MILLIS, id -> next());
  }

  private void next() {
    HttpServerResponse response = exchange.response();
    if (response.closed()) {
      return;
    }
    if (!gate.open()) {
      later();
    } else if (events.isEmpty()) {
      response.end();
    } else {
      response.write(events.remove());
      later();
    }
  }
}
