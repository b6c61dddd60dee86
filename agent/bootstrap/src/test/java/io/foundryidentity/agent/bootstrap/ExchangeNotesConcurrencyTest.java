package io.foundryidentity.agent.bootstrap;

import java.util.Arrays;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * Tests the notes of requests with a model checker, which switches threads between any two reads
 * and writes; its findings are reproducible.
 *
 * <p>Each instance has exchanges of its own, so the map may be static. {@code
 * -Dconcurrency.invocations=10000} checks more schedules of each scenario.
 */
@Param(name = "exchange", gen = IntGen.class, conf = "0:1")
@Param(name = "bearer", gen = IntGen.class, conf = "1:3")
public class ExchangeNotesConcurrencyTest {

  private static final int INVOCATIONS = Integer.getInteger("concurrency.invocations", 50);

  private static final RequestTarget NO_TARGET = new TestedTarget() {};

  private final Object[] exchanges = {new Object(), new Object()};

  @Operation
  public void remember(@Param(name = "exchange") int exchange, @Param(name = "bearer") int bearer) {
    remember(exchanges[exchange], "Bearer " + bearer);
  }

  @Operation
  public void markRetry(@Param(name = "exchange") int exchange) {
    ExchangeNotes.mark(exchanges[exchange], ExchangeNotes.RETRY);
  }

  @Operation
  public void forbid(@Param(name = "exchange") int exchange) {
    forbid(exchanges[exchange]);
  }

  @Operation
  public String of(@Param(name = "exchange") int exchange) {
    return described(exchanges[exchange]);
  }

  @Operation
  public void forget(@Param(name = "exchange") int exchange) {
    ExchangeNotes.forget(exchanges[exchange]);
  }

  @Test
  void whatever_two_threads_say_at_once_is_as_if_one_had_said_it_after_the_other() {
    new ModelCheckingOptions()
        .iterations(10)
        .invocationsPerIteration(INVOCATIONS)
        .threads(2)
        .actorsBefore(1)
        .actorsPerThread(2)
        .actorsAfter(1)
        .check(ExchangeNotesConcurrencyTest.class);
  }

  /**
   * Forgetting takes two steps, the check and the removal; it must not undo what another thread
   * adds in between.
   */
  @Test
  void what_forbids_a_token_is_never_forgotten_with_an_answered_bearer() {
    Lincheck.runConcurrentTest(
        INVOCATIONS,
        () -> {
          Object exchange = new Object();
          remember(exchange, "Bearer 1");
          join(() -> ExchangeNotes.forgetAnswered(exchange), () -> forbid(exchange));
          check(described(exchange), "Bearer 1 forbidden", "nothing forbidden");
        });
  }

  @Test
  void a_bearer_sent_while_the_one_before_is_forgotten_is_remembered() {
    Lincheck.runConcurrentTest(
        INVOCATIONS,
        () -> {
          Object exchange = new Object();
          remember(exchange, "Bearer 1");
          join(() -> ExchangeNotes.forgetAnswered(exchange), () -> remember(exchange, "Bearer 2"));
          check(described(exchange), "Bearer 2", "nothing");
        });
  }

  private static void remember(Object exchange, String value) {
    TargetedRequest sent = new TargetedRequest(NO_TARGET, true, "host", 443, "/");
    sent.value = value;
    ExchangeNotes.remember(exchange, sent);
  }

  private static void forbid(Object exchange) {
    ExchangeNotes.add(exchange, new ExchangeNotes.Note(null, Peer.NOBODY, 0));
  }

  private static String described(Object exchange) {
    ExchangeNotes.Note note = ExchangeNotes.of(exchange);
    return note == null
        ? "nothing"
        : (note.sent == null ? "nothing" : note.sent.value)
            + (note.is(ExchangeNotes.RETRY) ? " retry" : "")
            + (note.peer == Peer.NOBODY ? " forbidden" : "");
  }

  /** Without AssertJ, as its objects throw when the checker calls equals. */
  private static void check(String known, String... expected) {
    if (!Arrays.asList(expected).contains(known)) {
      throw new AssertionError(known);
    }
  }

  private static void join(Runnable one, Runnable other) {
    Thread first = new Thread(one);
    Thread second = new Thread(other);
    first.start();
    second.start();
    try {
      first.join();
      second.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
