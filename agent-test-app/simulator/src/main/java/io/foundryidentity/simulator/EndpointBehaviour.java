package io.foundryidentity.simulator;

import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** How an identity endpoint behaves: it can fail, be slow, or send broken answers. */
public final class EndpointBehaviour {
  private static final String SIMULATED =
      "{\"error\":\"simulated\",\"error_description\":\"Simulated failure\"}";

  private final NamedCounts answers = new NamedCounts();
  private volatile int status;
  private volatile String failure = SIMULATED;
  private volatile long delayMillis;
  private volatile @Nullable SomethingElse somethingElse;
  private volatile ExpiryForm expiry = ExpiryForm.EPOCH_TEXT;
  private volatile boolean malformed;
  private volatile boolean cutShort;
  private volatile boolean hangUp;
  private volatile long retryAfterSeconds = 1;
  private final AtomicReference<@Nullable Runnable> next = new AtomicReference<>();

  EndpointBehaviour() {}

  /** Answers every request with that status; a 429 has a Retry-After. */
  public void failWith(int code) {
    failWith(code, SIMULATED);
  }

  /** The same with a body in JSON that says why. */
  public void failWith(int code, String body) {
    failure = body;
    status = code;
  }

  /** Delays every answer by that time. */
  public void delay(Duration time) {
    delayMillis = time.toMillis();
  }

  /** Every answer is a 200 whose body is broken JSON. */
  public void malformed() {
    malformed = true;
  }

  /** Every answer ends in the middle of its body, with the server's half of the connection. */
  public void cutShort() {
    cutShort = true;
  }

  /** Every connection is closed without an answer. */
  public void hangUp() {
    hangUp = true;
  }

  /** The endpoint is not there, and something else answers at its address. */
  public void somethingElse(SomethingElse answer) {
    somethingElse = answer;
  }

  /** How a managed identity endpoint writes when its token expires; epoch seconds by default. */
  public void expiry(ExpiryForm form) {
    expiry = form;
  }

  ExpiryForm expiry() {
    return expiry;
  }

  /** The Retry-After of a 429, in whole seconds. */
  public void retryAfter(Duration time) {
    retryAfterSeconds = time.toSeconds();
  }

  public void recover() {
    status = 0;
    delayMillis = 0;
    somethingElse = null;
    expiry = ExpiryForm.EPOCH_TEXT;
    malformed = false;
    cutShort = false;
    hangUp = false;
    retryAfterSeconds = 1;
  }

  /**
   * How many answers of each kind were sent: by status, or {@code malformed}, {@code cut short},
   * {@code hung up}, {@code something else}. Delayed answers are also counted as {@code late}.
   */
  public Map<String, Long> answers() {
    return answers.snapshot();
  }

  /** Runs once, on the server's thread, when the next request comes. */
  public void atNextRequest(Runnable listener) {
    next.set(listener);
  }

  void apply(Exchange exchange, Runnable answer) {
    Runnable listener = next.getAndSet(null);
    if (listener != null) {
      listener.run();
    }
    Runnable step = () -> applyNow(exchange, answer);
    long delay = delayMillis;
    if (delay > 0) {
      answers.add("late");
      exchange.vertx().setTimer(delay, id -> step.run());
    } else {
      step.run();
    }
  }

  private void applyNow(Exchange exchange, Runnable answer) {
    int code = status;
    SomethingElse other = somethingElse;
    if (other != null) {
      answers.add("something else");
      other.answer(exchange);
    } else if (hangUp) {
      answers.add("hung up");
      BrokenAnswer.none(exchange);
    } else if (cutShort) {
      answers.add("cut short");
      BrokenAnswer.half(exchange, "{\"access_token\":\"not the end\",\"expires_on\":\"1\"}");
    } else if (code != 0) {
      if (code == 429) {
        exchange.response().putHeader("retry-after", Long.toString(retryAfterSeconds));
      }
      answers.add(Integer.toString(code));
      exchange.text(code, "application/json", failure);
    } else if (malformed) {
      answers.add("malformed");
      exchange.text(200, "application/json", "{\"access_token\": \"not the end");
    } else {
      HttpServerResponse response = exchange.response();
      // Counts before anything is written, so that a client that has the answer finds it counted
      response.headersEndHandler(begins -> answers.add(Integer.toString(response.getStatusCode())));
      answer.run();
    }
  }
}
