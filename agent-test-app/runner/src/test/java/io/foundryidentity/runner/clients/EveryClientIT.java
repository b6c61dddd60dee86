package io.foundryidentity.runner.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.foundryidentity.runner.cases.ClientCase;
import io.foundryidentity.runner.process.Call;
import io.foundryidentity.runner.process.Jvm;
import io.foundryidentity.runner.testbed.TestBeds.ObservedRun;
import io.foundryidentity.simulator.ReceivedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every real client; what they answered is the data for the page of supported clients. */
@Tag("long")
final class EveryClientIT extends RealClients {

  private final Map<ClientCase, Future<ObservedRun>> refusedOnce = new HashMap<>();

  EveryClientIT() {
    super(ClientCase.ALL);
  }

  @BeforeAll
  void start_those_that_are_refused_once() {
    for (ClientCase client : transportsOfAzureCore()) {
      refusedOnce.put(client, testBeds().run(client, CHECKOUT.agentJar(), 1));
    }
  }

  @AfterAll
  void write_calls() throws Exception {
    List<String> lines = new ArrayList<>();
    for (ClientCase client : clients()) {
      for (Call call : with(client).result().calls()) {
        lines.add(
            String.join(
                "\t",
                client.name(),
                CHECKOUT.version(client),
                client.stack(),
                String.valueOf(client.minimumJava()),
                call.name(),
                call.ok() ? "answered" : "refused"));
      }
    }
    Files.write(CHECKOUT.root().resolve("agent-test-app/runner/target/calls.tsv"), lines);
  }

  /**
   * One case for each transport: some send a refused request again themselves, for others
   * azure-core does.
   */
  List<ClientCase> transportsOfAzureCore() {
    return clients().stream()
        .filter(client -> client.name().startsWith("azure-ai-openai"))
        .toList();
  }

  @Test
  void a_case_that_needs_a_newer_java_is_run_where_there_is_one() throws IOException {
    List<ClientCase> newer = ClientCase.ALL.stream().filter(RealClients::isNewer).toList();
    assumeTrue(
        NEWER != null,
        () -> newer + " left out; with them: JAVA_21_HOME=$(scripts/java-home 21) mvn -B verify");
    assertThat(clients()).containsAll(newer);
    int feature = Jvm.at(Path.of(NEWER)).feature();
    assertThat(newer).allMatch(client -> client.minimumJava() <= feature);
  }

  @ParameterizedTest
  @MethodSource("transportsOfAzureCore")
  void with_the_agent_a_call_whose_token_is_refused_is_answered_too(ClientCase client)
      throws Exception {
    ObservedRun observed = whole(refusedOnce.get(client).get());

    assertThat(observed.result().calls()).allMatch(Call::ok);
    assertThat(observed.atFoundry()).hasSize(with(client).atFoundry().size() + 1);
    ReceivedRequest refused = observed.atFoundry().get(0);
    ReceivedRequest again = observed.atFoundry().get(1);
    assertThat(again.path()).isEqualTo(refused.path());
    assertThat(again.bodyText()).isEqualTo(refused.bodyText()).isNotEmpty();
    // Asserts a boolean, as a failing assertion must not print a token
    assertThat(
            String.valueOf(again.header("authorization")).equals(refused.header("authorization")))
        .isFalse();
  }
}
