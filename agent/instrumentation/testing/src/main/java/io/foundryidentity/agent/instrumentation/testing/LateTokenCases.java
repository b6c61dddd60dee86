package io.foundryidentity.agent.instrumentation.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.foundryidentity.agent.instrumentation.testing.TestedClient.TestCall;
import io.foundryidentity.simulator.ReceivedRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A token that comes late delays a call and breaks none. Each case has the tag of its own: one of
 * the interface would be one of every case of a class that has it.
 */
interface LateTokenCases extends ConformanceCases {

  /** Longer than the timers of {@link #impatient}, which run in real time. */
  int HELD_MILLIS = 1_500;

  int CALLERS = 6;

  /** Less than the shortest time after which a tested client gives up by itself: 30 s. */
  int NOT_THE_TESTS_OWN_SECONDS = 25;

  @Test
  @Tag("late-token")
  default void no_timer_of_the_client_ends_a_call_whose_token_is_late() throws Exception {
    loadClasses();
    network().authorizer().holdTokens();
    CompletableFuture<Integer> answer = started(() -> status(impatient(), target()));
    awaitHold(answer);

    assertThatThrownBy(() -> answer.get(HELD_MILLIS, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    assertThat(sent()).isEmpty();

    network().authorizer().releaseTokens();
    assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo(200);
    assertThat(sent()).hasSize(1).allSatisfy(this::assertSigned);
  }

  @Test
  @Tag("late-token")
  default void calls_that_come_before_the_first_token_are_each_sent_once_with_it()
      throws Exception {
    network().authorizer().holdTokens();
    List<CompletableFuture<Integer>> answers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      answers.add(started(() -> status(tested(), target())));
    }
    awaitHold(answers.get(0));

    network().authorizer().releaseTokens();
    for (CompletableFuture<Integer> answer : answers) {
      assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo(200);
    }
    assertThat(sent()).hasSize(CALLERS).allSatisfy(this::assertSigned);
  }

  @Test
  @Tag("late-token")
  default void a_call_whose_token_is_late_ends_at_its_own_deadline_and_is_never_sent()
      throws Exception {
    assumeTrue(tested().hasDeadline(), "the client has no deadline for a whole call");
    network().authorizer().holdTokens();
    CompletableFuture<Integer> answer =
        started(() -> status(tested(), target().within(Duration.ofMillis(800))));
    awaitHold(answer);

    assertThatThrownBy(() -> answer.get(NOT_THE_TESTS_OWN_SECONDS, TimeUnit.SECONDS))
        .as("the client's own deadline, while the token is late")
        .isNotInstanceOf(TimeoutException.class);
    assertNextCallAloneIsSent();
  }

  @Test
  @Tag("late-token")
  default void a_call_that_is_cancelled_while_its_token_is_late_is_never_sent() throws Exception {
    assumeTrue(tested().canCancel(), "the client has no way to cancel a call");
    network().authorizer().holdTokens();
    TestCall call = tested().start(target());
    CompletableFuture<Integer> answer = started(() -> status(call));
    awaitHold(answer);

    call.cancel();
    assertThatThrownBy(() -> answer.get(NOT_THE_TESTS_OWN_SECONDS, TimeUnit.SECONDS))
        .as("the cancellation, while the token is late")
        .isNotInstanceOf(TimeoutException.class);
    assertNextCallAloneIsSent();
  }

  /** Whatever the client makes of the interrupt, with or without an agent. */
  @Test
  @Tag("late-token")
  default void an_interrupted_caller_waits_no_longer() throws Exception {
    network().authorizer().holdTokens();
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    // The client may go on with the call, or send it without a token, and later than this case
    TestRequest interrupted = TestRequest.get(network().target(TestAuthorizer.ABANDONED));
    TestedClient client = lasting();
    Thread caller = thread(() -> status(client, interrupted), answer);
    awaitHold(answer);
    caller.interrupt();
    caller.join(TimeUnit.SECONDS.toMillis(NOT_THE_TESTS_OWN_SECONDS));
    assertThat(caller.isAlive()).as("the caller waits").isFalse();
    network().authorizer().giveUpTokens("the case is over");
  }

  /** So that no timer measures how long this takes: client and server are in the same JVM. */
  private void loadClasses() throws Exception {
    assertThat(status(TestRequest.get(network().stranger("/echo")))).isEqualTo(200);
  }

  private List<ReceivedRequest> sent() {
    return atFoundry().stream().filter(request -> request.path().equals("/echo")).toList();
  }

  private TestRequest target() {
    return TestRequest.get(network().target("/echo")).with("api-key", "placeholder-key");
  }

  private static int status(TestCall call) throws Exception {
    try (TestResponse response = call.answer()) {
      return response.status();
    }
  }

  private static CompletableFuture<Integer> started(Callable<Integer> call) {
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    thread(call, answer);
    return answer;
  }

  private static Thread thread(Callable<Integer> call, CompletableFuture<Integer> answer) {
    Thread caller =
        new Thread(
            () -> {
              try {
                answer.complete(call.call());
              } catch (Throwable failure) {
                answer.completeExceptionally(failure);
              }
            },
            "caller");
    caller.start();
    return caller;
  }

  private void awaitHold(CompletableFuture<Integer> answer) throws Exception {
    CompletableFuture.anyOf(network().authorizer().whenSomebodyWaits(), answer)
        .exceptionally(failed -> null)
        .get(60, TimeUnit.SECONDS);
    assumeFalse(
        answer.isDone() && !answer.isCompletedExceptionally(),
        "the client sends on threads that must not wait");
  }

  private void assertNextCallAloneIsSent() throws Exception {
    network().authorizer().releaseTokens();
    assertThat(status(tested(), target().with("X-Next", "yes"))).isEqualTo(200);
    assertThat(sent()).hasSize(1);
    assertThat(sent().get(0).header("x-next")).isEqualTo("yes");
    assertSigned(sent().get(0));
  }
}
