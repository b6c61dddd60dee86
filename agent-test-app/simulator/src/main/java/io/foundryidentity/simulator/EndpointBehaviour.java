package io.foundryidentity.simulator;

import java.time.Duration;

/** How well an identity endpoint does: it may fail, be slow, or answer nonsense. */
public final class EndpointBehaviour {
  private static final String SIMULATED =
      "{\"error\":\"simulated\",\"error_description\":\"Simulated failure\"}";

  private volatile int status;
  private volatile String failure = SIMULATED;
  private volatile long delayMillis;
  private volatile boolean malformed;
  private volatile long retryAfterSeconds = 1;

  EndpointBehaviour() {}

  /** Every request gets that status; with 429 goes a Retry-After. */
  public void failWith(int code) {
    failWith(code, SIMULATED);
  }

  /** Likewise, with an answer that says why, in JSON. */
  public void failWith(int code, String body) {
    failure = body;
    status = code;
  }

  /** Every answer comes that much later. */
  public void delay(Duration time) {
    delayMillis = time.toMillis();
  }

  /** Every answer is a 200 whose body is broken JSON. */
  public void malformed() {
    malformed = true;
  }

  /** What a 429 tells the client to wait, in whole seconds. */
  public void retryAfter(Duration time) {
    retryAfterSeconds = time.toSeconds();
  }

  public void recover() {
    status = 0;
    delayMillis = 0;
    malformed = false;
    retryAfterSeconds = 1;
  }

  void apply(Exchange exchange, Runnable answer) {
    Runnable step = () -> applyNow(exchange, answer);
    long delay = delayMillis;
    if (delay > 0) {
      exchange.vertx().setTimer(delay, id -> step.run());
    } else {
      step.run();
    }
  }

  private void applyNow(Exchange exchange, Runnable answer) {
    int code = status;
    if (code != 0) {
      if (code == 429) {
        exchange.response().putHeader("retry-after", Long.toString(retryAfterSeconds));
      }
      exchange.text(code, "application/json", failure);
    } else if (malformed) {
      exchange.text(200, "application/json", "{\"access_token\": \"not the end");
    } else {
      answer.run();
    }
  }
}
