package io.foundryidentity.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.foundryidentity.runner.Stages.Shown;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every real client in a JVM of its own, without and with the jar that ships. */
final class RunnerIT {

  private static final Checkout CHECKOUT = Checkout.around(Path.of(""));

  /** Names a Java for the cases that the building one is too old for. */
  private static final String NEWER = System.getenv("JAVA_21_HOME");

  /** The agent prints all that it ever prints: no token may be in it. */
  private static final Company TALKATIVE =
      Company.NONE.withBefore("-Dfoundry.identity.log-level=trace");

  private static final Map<ClientCase, Future<Shown>> WITHOUT = new HashMap<>();
  private static final Map<ClientCase, Future<Shown>> WITH = new HashMap<>();
  private static final Map<ClientCase, Future<Shown>> REFUSED_ONCE = new HashMap<>();

  private static Stages stages;
  private static Stages newerStages;

  /** A JVM takes seconds: every test looks at the same two runs of a case. */
  @BeforeAll
  static void start() throws IOException {
    stages = new Stages(CHECKOUT, Jvm.current(), TALKATIVE);
    newerStages = NEWER == null ? stages : new Stages(CHECKOUT, Jvm.at(Path.of(NEWER)), TALKATIVE);
    for (ClientCase client : clients()) {
      Stages itsStages = isNewer(client) ? newerStages : stages;
      WITHOUT.put(client, itsStages.run(client, null));
      WITH.put(client, itsStages.run(client, CHECKOUT.agentJar()));
    }
    for (ClientCase client : transportsOfAzureCore()) {
      REFUSED_ONCE.put(client, stages.run(client, CHECKOUT.agentJar(), 1));
    }
  }

  @AfterAll
  static void stop() throws Exception {
    List<String> lines = calls();
    stages.close();
    newerStages.close();
    Files.write(CHECKOUT.root().resolve("agent-test-app/runner/target/calls.tsv"), lines);
  }

  /** What the page of supported clients is made of. */
  private static List<String> calls() throws Exception {
    List<String> lines = new ArrayList<>();
    for (ClientCase client : clients()) {
      for (Call call : WITH.get(client).get().result().calls()) {
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
    return lines;
  }

  static List<ClientCase> clients() {
    return ClientCase.ALL.stream().filter(client -> NEWER != null || !isNewer(client)).toList();
  }

  /**
   * One program over each: some stacks send a refused request again, for others azure-core does.
   */
  static List<ClientCase> transportsOfAzureCore() {
    return clients().stream()
        .filter(client -> client.name().startsWith("azure-ai-openai"))
        .toList();
  }

  @Test
  void a_case_that_needs_a_newer_java_is_run_where_there_is_one() throws IOException {
    List<ClientCase> newer = ClientCase.ALL.stream().filter(RunnerIT::isNewer).toList();
    assumeTrue(
        NEWER != null,
        () -> newer + " left out; with them: JAVA_21_HOME=$(scripts/java-home 21) mvn -B verify");
    assertThat(clients()).containsAll(newer);
    int feature = Jvm.at(Path.of(NEWER)).feature();
    assertThat(newer).allMatch(client -> client.minimumJava() <= feature);
  }

  private static boolean isNewer(ClientCase client) {
    return client.minimumJava() > Runtime.version().feature();
  }

  @ParameterizedTest
  @MethodSource("clients")
  void without_the_agent_every_call_is_refused(ClientCase client) throws Exception {
    Shown shown = without(client);

    assertThat(shown.result().calls()).allMatch(Call::refused);
    // Not all: Ktor's bearer plugin, for one, does not show a refused key again
    assertThat(shown.atFoundry()).anyMatch(Stage::holdsPlaceholder);
    assertThat(shown.atIdentityEndpoint()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("clients")
  void with_the_agent_every_call_is_answered(ClientCase client) throws Exception {
    Shown shown = with(client);

    assertThat(shown.result().calls()).allMatch(Call::ok);
    assertThat(shown.result().calls())
        .filteredOn(call -> answersInWords(call.name()))
        .isNotEmpty()
        .allSatisfy(call -> assertThat(call.text()).contains("signed in as " + shown.identity()));
  }

  @ParameterizedTest
  @MethodSource("clients")
  void with_the_agent_the_same_calls_are_made(ClientCase client) throws Exception {
    assertThat(with(client).result().calls())
        .extracting(Call::name)
        .isEqualTo(without(client).result().calls().stream().map(Call::name).toList());
  }

  @ParameterizedTest
  @MethodSource("clients")
  void with_the_agent_the_placeholder_never_leaves_the_process(ClientCase client) throws Exception {
    assertThat(with(client).atFoundry()).isNotEmpty().noneMatch(Stage::holdsPlaceholder);
  }

  @ParameterizedTest
  @MethodSource("clients")
  void with_the_agent_no_token_is_printed_at_any_log_level(ClientCase client) throws Exception {
    Shown shown = with(client);

    List<String> tokens =
        shown.atFoundry().stream()
            .map(request -> request.header("authorization"))
            .map(header -> header.substring("Bearer ".length()))
            .distinct()
            .toList();
    assertThat(tokens).isNotEmpty();
    assertThat(shown.result().noise()).noneMatch(line -> tokens.stream().anyMatch(line::contains));
  }

  @ParameterizedTest
  @MethodSource("transportsOfAzureCore")
  void with_the_agent_a_call_whose_token_is_refused_is_answered_too(ClientCase client)
      throws Exception {
    Shown shown = whole(REFUSED_ONCE.get(client).get());

    assertThat(shown.result().calls()).allMatch(Call::ok);
    assertThat(shown.atFoundry()).hasSize(with(client).atFoundry().size() + 1);
    ReceivedRequest refused = shown.atFoundry().get(0);
    ReceivedRequest again = shown.atFoundry().get(1);
    assertThat(again.path()).isEqualTo(refused.path());
    assertThat(again.bodyText()).isEqualTo(refused.bodyText()).isNotEmpty();
    // Compared to a boolean: a failing assertion must not print a token
    assertThat(
            String.valueOf(again.header("authorization")).equals(refused.header("authorization")))
        .isFalse();
  }

  /** Embeddings are numbers, and a list of models is the same for everybody. */
  private static boolean answersInWords(String call) {
    return !call.contains("embeddings") && !call.equals("models");
  }

  private static Shown without(ClientCase client) throws Exception {
    return whole(WITHOUT.get(client).get());
  }

  private static Shown with(ClientCase client) throws Exception {
    return whole(WITH.get(client).get());
  }

  private static Shown whole(Shown shown) {
    assertThat(shown.result().exit()).as("%s", shown.result().noise()).isZero();
    assertThat(shown.result().calls()).isNotEmpty();
    return shown;
  }
}
