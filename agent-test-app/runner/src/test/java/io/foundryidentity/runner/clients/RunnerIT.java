package io.foundryidentity.runner.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.foundryidentity.runner.cases.Checkout;
import io.foundryidentity.runner.cases.ClientCase;
import io.foundryidentity.runner.process.Call;
import io.foundryidentity.runner.process.Jvm;
import io.foundryidentity.runner.process.JvmSettings;
import io.foundryidentity.runner.testbed.TestBed;
import io.foundryidentity.runner.testbed.TestBeds;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every real client in its own JVM, without and with the shipped jar. */
final class RunnerIT {

  private static final Checkout CHECKOUT = Checkout.around(Path.of(""));

  /** A Java for the cases that need a newer one than the build's. */
  private static final String NEWER = System.getenv("JAVA_21_HOME");

  /** The agent logs everything that it can log; no token may be in it. */
  private static final JvmSettings TRACE_LOG =
      JvmSettings.NONE.withBefore("-Dfoundry.identity.log-level=trace");

  private static final Map<ClientCase, Future<ObservedRun>> WITHOUT = new HashMap<>();
  private static final Map<ClientCase, Future<ObservedRun>> WITH = new HashMap<>();
  private static final Map<ClientCase, Future<ObservedRun>> REFUSED_ONCE = new HashMap<>();

  private static TestBeds testBeds;
  private static TestBeds newerTestBeds;

  /** A JVM takes seconds to start, so all tests use the same two runs of a case. */
  @BeforeAll
  static void start() throws IOException {
    testBeds = new TestBeds(CHECKOUT, Jvm.current(), TRACE_LOG);
    newerTestBeds =
        NEWER == null ? testBeds : new TestBeds(CHECKOUT, Jvm.at(Path.of(NEWER)), TRACE_LOG);
    for (ClientCase client : clients()) {
      TestBeds itsTestBeds = isNewer(client) ? newerTestBeds : testBeds;
      WITHOUT.put(client, itsTestBeds.run(client, null));
      WITH.put(client, itsTestBeds.run(client, CHECKOUT.agentJar()));
    }
    for (ClientCase client : transportsOfAzureCore()) {
      REFUSED_ONCE.put(client, testBeds.run(client, CHECKOUT.agentJar(), 1));
    }
  }

  @AfterAll
  static void stop() throws Exception {
    List<String> lines = calls();
    testBeds.close();
    newerTestBeds.close();
    Files.write(CHECKOUT.root().resolve("agent-test-app/runner/target/calls.tsv"), lines);
  }

  /** The data for the page of supported clients. */
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
   * One case for each transport: some send a refused request again themselves, for others
   * azure-core does.
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
    ObservedRun observed = without(client);

    assertThat(observed.result().calls()).allMatch(Call::refused);
    // Not all requests: Ktor's bearer plugin, for example, does not send a refused key again
    assertThat(observed.atFoundry()).anyMatch(TestBed::holdsPlaceholder);
    assertThat(observed.atIdentityEndpoint()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("clients")
  void with_the_agent_every_call_is_answered(ClientCase client) throws Exception {
    ObservedRun observed = with(client);

    assertThat(observed.result().calls()).allMatch(Call::ok);
    assertThat(observed.result().calls())
        .filteredOn(call -> answersInWords(call.name()))
        .isNotEmpty()
        .allSatisfy(
            call -> assertThat(call.text()).contains("signed in as " + observed.identity()));
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
    assertThat(with(client).atFoundry()).isNotEmpty().noneMatch(TestBed::holdsPlaceholder);
  }

  @ParameterizedTest
  @MethodSource("clients")
  void with_the_agent_no_token_is_printed_at_any_log_level(ClientCase client) throws Exception {
    ObservedRun observed = with(client);

    List<String> tokens =
        observed.atFoundry().stream()
            .map(request -> request.header("authorization"))
            .map(header -> header.substring("Bearer ".length()))
            .distinct()
            .toList();
    assertThat(tokens).isNotEmpty();
    assertThat(observed.result().noise())
        .noneMatch(line -> tokens.stream().anyMatch(line::contains));
  }

  @ParameterizedTest
  @MethodSource("transportsOfAzureCore")
  void with_the_agent_a_call_whose_token_is_refused_is_answered_too(ClientCase client)
      throws Exception {
    ObservedRun observed = whole(REFUSED_ONCE.get(client).get());

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

  /** Not embeddings, which are numbers, and not a list of models, which is the same for all. */
  private static boolean answersInWords(String call) {
    return !call.contains("embeddings") && !call.equals("models");
  }

  private static ObservedRun without(ClientCase client) throws Exception {
    return whole(WITHOUT.get(client).get());
  }

  private static ObservedRun with(ClientCase client) throws Exception {
    return whole(WITH.get(client).get());
  }

  private static ObservedRun whole(ObservedRun observed) {
    assertThat(observed.result().exit()).as("%s", observed.result().noise()).isZero();
    assertThat(observed.result().calls()).isNotEmpty();
    return observed;
  }
}
