package io.foundryidentity.agent.instrumentation.ktorclient;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ktor.client.HttpClient;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that come before the first token. */
class HoldTest extends SignedFoundry {

  private final ExecutorService caller = Executors.newSingleThreadExecutor();

  @AfterEach
  void end() {
    caller.shutdownNow();
  }

  @Test
  void the_first_request_waits_for_the_first_token() throws Exception {
    Future<Integer> status = held();
    assertThat(network().foundry().requests()).isEmpty();
    network().authorizer().releaseTokens();
    assertThat(status.get(30, SECONDS)).isEqualTo(200);
    assertThat(network().foundry().requests()).hasSize(1).allSatisfy(this::assertSigned);
  }

  @Test
  void where_no_token_comes_the_request_goes_out_as_written() throws Exception {
    Future<Integer> status = held();
    network().authorizer().giveUpTokens();
    assertThat(status.get(30, SECONDS)).isEqualTo(403);
    assertThat(network().foundry().requests()).hasSize(1).allSatisfy(this::assertAsWritten);
  }

  @Test
  void where_no_token_comes_the_failure_policy_applies() throws Exception {
    Future<Integer> status = held();
    network().authorizer().giveUpTokens("no identity endpoint answers here");
    assertThatThrownBy(() -> status.get(30, SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class)
        .hasStackTraceContaining("no identity endpoint answers here");
    assertThat(network().foundry().requests()).isEmpty();
  }

  @Test
  void a_request_is_held_back_only_once() throws Exception {
    Future<Integer> status = held();
    network().authorizer().endWaits();
    assertThat(status.get(30, SECONDS)).isEqualTo(403);
    assertThat(network().foundry().requests()).hasSize(1).allSatisfy(this::assertAsWritten);
  }

  @Test
  void who_is_held_back_can_give_up() throws Exception {
    HttpClient client = client(cio -> {});
    network().authorizer().holdTokens();
    Future<Integer> status = caller.submit(() -> status(client, get(target())));
    awaitHeld();
    caller.shutdownNow();
    assertThat(caller.awaitTermination(30, SECONDS)).isTrue();
    assertThatThrownBy(status::get).hasCauseInstanceOf(InterruptedException.class);
    network().authorizer().releaseTokens();
    assertThat(status(client, get(target()))).isEqualTo(200);
    assertThat(network().foundry().requests()).hasSize(1);
  }

  @Test
  void a_stranger_never_waits() throws Exception {
    network().authorizer().holdTokens();
    assertThat(status(client(cio -> {}), get(network().stranger("/echo")))).isEqualTo(200);
    assertThat(network().authorizer().heldBack()).isZero();
  }

  private URI target() {
    return network().target("/echo");
  }

  private Future<Integer> held() {
    HttpClient client = client(cio -> {});
    network().authorizer().holdTokens();
    Future<Integer> status = caller.submit(() -> status(client, get(target())));
    awaitHeld();
    return status;
  }

  private void awaitHeld() {
    while (network().authorizer().heldBack() == 0) {
      Thread.onSpinWait();
    }
  }
}
