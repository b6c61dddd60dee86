package io.foundryidentity.runner.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.runner.cases.Checkout;
import io.foundryidentity.runner.process.CaseProcess;
import io.foundryidentity.runner.process.Jvm;
import io.foundryidentity.runner.testbed.TestBed;
import io.foundryidentity.runner.testbed.TestBeds;
import io.foundryidentity.simulator.Simulator;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A check that a token goes nowhere else must see one that does. */
final class LeakCheckIT {

  private static final Checkout CHECKOUT = Checkout.around(Path.of(""));

  private static Simulator simulator;
  private static TestBed testBed;

  @BeforeAll
  static void start() {
    simulator = Simulator.builder().start();
    testBed = new TestBed(simulator, CHECKOUT, Jvm.current()).with(TestBeds.SHORT_RUN);
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @BeforeEach
  void clear() {
    testBed.clear();
  }

  @Test
  void a_stranger_that_is_made_a_target_is_found_out() throws Exception {
    LeakCheck leaking =
        new LeakCheck(
            of ->
                Stream.concat(
                        LeakCheck.targets(of).stream(),
                        Stream.of("https://127.0.0.1:" + of.simulator().stranger().port()))
                    .toList());

    assertThat(faults(leaking, CHECKOUT.agentJar()))
        .contains(
            "a stranger got a token: a stranger/HttpURLConnection",
            "a stranger got a token: 307 to another host/OkHttp",
            "a stranger got a token: 302 to another host/Apache HttpClient",
            "a stranger got a token: user information that lies/JDK HttpClient")
        .doesNotContain("a stranger got a token: 307 to another port/OkHttp");
  }

  @Test
  void a_run_in_which_nothing_is_signed_shows_nothing() throws Exception {
    assertThat(faults(new LeakCheck(), null))
        .contains(
            "the target/HttpURLConnection did not arrive as it should",
            "307 to another port/JDK HttpClient did not arrive as it should");
  }

  @Test
  void a_token_in_what_the_program_prints_is_found_out() throws Exception {
    assertThat(faults(new LeakCheck(), CHECKOUT.agentJar())).isEmpty();
    String token =
        simulator.foundry().requests().stream()
            .map(request -> String.valueOf(request.header("authorization")))
            .filter(value -> !value.contains(TestBed.PLACEHOLDER))
            .findFirst()
            .orElseThrow();
    String part = token.substring(token.lastIndexOf('.') + 1);
    LeakEvidence evidence =
        new LeakEvidence(
            simulator, new CaseProcess.Result(0, List.of(), List.of("signature=" + part)));

    assertThat(evidence.leaks(LeakAttempt.at(testBed), List.of("OkHttp")))
        .containsExactly("the program's output holds a token");
  }

  private static List<String> faults(LeakCheck check, @Nullable Path agentJar) throws Exception {
    return check.run(testBed, agentJar).faults();
  }
}
