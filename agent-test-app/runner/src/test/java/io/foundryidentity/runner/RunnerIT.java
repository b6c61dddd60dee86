package io.foundryidentity.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.simulator.ReceivedRequest;
import io.foundryidentity.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every real client in a JVM of its own, without and with the jar that ships. */
final class RunnerIT {

  private static final Checkout CHECKOUT = Checkout.around(Path.of(""));

  private static Stage stage;

  @BeforeAll
  static void start() {
    stage = new Stage(Simulator.builder().start(), CHECKOUT, Jvm.current());
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  @BeforeEach
  void forget() {
    stage.simulator().foundry().clear();
    stage.simulator().identity().clear();
  }

  static List<ClientCase> clients() {
    return ClientCase.ALL;
  }

  @ParameterizedTest
  @MethodSource("clients")
  void without_the_agent_every_call_is_refused(ClientCase client) throws Exception {
    CaseProcess.Result result = run(client, null);

    assertThat(result.calls()).allMatch(Call::refused);
    assertThat(requests()).isNotEmpty().allMatch(Stage::holdsPlaceholder);
    assertThat(stage.simulator().identity().requests()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("clients")
  void with_the_agent_every_call_is_answered(ClientCase client) throws Exception {
    String identity = stage.simulator().identity().systemAssignedObjectId();

    CaseProcess.Result result = run(client, CHECKOUT.agentJar());

    assertThat(result.calls()).allMatch(Call::ok);
    assertThat(result.calls())
        .filteredOn(call -> answersInWords(call.name()))
        .isNotEmpty()
        .allSatisfy(call -> assertThat(call.text()).contains("signed in as " + identity));
  }

  @ParameterizedTest
  @MethodSource("clients")
  void with_the_agent_the_placeholder_never_leaves_the_process(ClientCase client) throws Exception {
    run(client, CHECKOUT.agentJar());

    assertThat(requests()).isNotEmpty().noneMatch(Stage::holdsPlaceholder);
  }

  @ParameterizedTest
  @MethodSource("clients")
  void with_the_agent_no_token_is_printed(ClientCase client) throws Exception {
    CaseProcess.Result result = run(client, CHECKOUT.agentJar());

    List<String> tokens =
        requests().stream()
            .map(request -> request.header("authorization"))
            .map(header -> header.substring("Bearer ".length()))
            .distinct()
            .toList();
    assertThat(tokens).isNotEmpty();
    assertThat(result.noise()).noneMatch(line -> tokens.stream().anyMatch(line::contains));
  }

  /** Embeddings are numbers, and a list of models is the same for everybody. */
  private static boolean answersInWords(String call) {
    return !call.endsWith("embeddings") && !call.equals("models");
  }

  private static CaseProcess.Result run(ClientCase client, Path agentJar)
      throws IOException, InterruptedException {
    CaseProcess.Result result = stage.run(client, agentJar);
    assertThat(result.exit()).as("%s", result.noise()).isZero();
    assertThat(result.calls()).isNotEmpty();
    return result;
  }

  private static List<ReceivedRequest> requests() {
    return stage.simulator().foundry().requests();
  }
}
