package io.foundryidentity.cases.soak;

import io.foundryidentity.cases.calls.Calls;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One thread's work: ask, rest, ask again; every so often the way leads to somebody else. */
final class Asking implements Runnable {

  private static final String QUESTION =
      "{\"model\":\"gpt-4.1-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"Who am I?\"}]}";

  /** One request in so many asks the service for a redirect to a stranger. */
  private static final int REDIRECTED = 100;

  /** Of failures that are printed: one tells as much as all that follow it. */
  private static final int FEW = 20;

  private static final AtomicInteger PRINTED = new AtomicInteger();

  private final Way way;
  private final String url;
  private final String stranger;
  private final long restMillis;
  private final long endNanos;
  private final Outcomes outcomes;
  private final Calls calls;

  /**
   * @param url the service's
   * @param stranger the URL of a server that has no business with the key
   * @param endNanos when to stop, by {@link System#nanoTime}
   */
  Asking(
      Way way,
      String url,
      String stranger,
      long restMillis,
      long endNanos,
      Outcomes outcomes,
      Calls calls) {
    this.way = way;
    this.url = url;
    this.stranger = stranger;
    this.restMillis = restMillis;
    this.endNanos = endNanos;
    this.outcomes = outcomes;
    this.calls = calls;
  }

  @Override
  public void run() {
    try {
      for (int number = 1; System.nanoTime() - endNanos < 0; number++) {
        long begin = System.nanoTime();
        try {
          ask(number, begin);
        } catch (Exception failure) {
          outcomes.failed();
          if (PRINTED.getAndIncrement() < FEW) {
            String text = Calls.describe(failure) + " " + way.getClass().getSimpleName();
            calls.call("failure", () -> text);
          }
        }
        TimeUnit.MILLISECONDS.sleep(restMillis);
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask(int number, long begin) throws Exception {
    if (number % REDIRECTED == 0) {
      int status = way.get(url + "/redirect?status=302&to=" + stranger);
      outcomes.redirected(status, millisSince(begin));
    } else {
      int status = way.post(url + "/openai/v1/chat/completions", QUESTION);
      outcomes.answered(status, millisSince(begin));
    }
  }

  private static long millisSince(long begin) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
  }
}
