package io.foundryidentity.runner.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.runner.cases.Checkout;
import io.foundryidentity.runner.cases.ClientCase;
import io.foundryidentity.runner.process.Call;
import io.foundryidentity.runner.process.Jvm;
import io.foundryidentity.runner.process.JvmSettings;
import io.foundryidentity.runner.testbed.TestBed;
import io.foundryidentity.runner.testbed.TestBeds;
import io.foundryidentity.runner.testbed.TestBeds.ObservedRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real clients, each in its own JVM, without and with the shipped jar. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class RealClients {

  static final Checkout CHECKOUT = Checkout.around(Path.of(""));

  /** A Java for the cases that need a newer one than the build's. */
  static final String NEWER = System.getenv("JAVA_21_HOME");

  /** The agent logs everything that it can log; no token may be in it. */
  private static final JvmSettings TRACE_LOG =
      JvmSettings.NONE.withBefore("-Dfoundry.identity.log-level=trace");

  private final Map<ClientCase, Future<ObservedRun>> without = new HashMap<>();
  private final Map<ClientCase, Future<ObservedRun>> with = new HashMap<>();
  private final List<ClientCase> clients;

  private TestBeds testBeds;
  private TestBeds newerTestBeds;

  RealClients(List<ClientCase> all) {
    clients = all.stream().filter(client -> NEWER != null || !isNewer(client)).toList();
  }

  /** A JVM takes seconds to start, so all tests use the same two runs of a case. */
  @BeforeAll
  void start() throws IOException {
    testBeds = new TestBeds(CHECKOUT, Jvm.current(), TRACE_LOG);
    newerTestBeds =
        NEWER == null ? testBeds : new TestBeds(CHECKOUT, Jvm.at(Path.of(NEWER)), TRACE_LOG);
    for (ClientCase client : clients) {
      TestBeds itsTestBeds = isNewer(client) ? newerTestBeds : testBeds;
      without.put(client, itsTestBeds.run(client, null));
      with.put(client, itsTestBeds.run(client, CHECKOUT.agentJar()));
    }
  }

  @AfterAll
  void stop() throws Exception {
    testBeds.close();
    newerTestBeds.close();
  }

  /** Those that this machine can run. */
  List<ClientCase> clients() {
    return clients;
  }

  TestBeds testBeds() {
    return testBeds;
  }

  static boolean isNewer(ClientCase client) {
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

  /** Not embeddings, which are numbers, and not a list of models, which is the same for all. */
  private static boolean answersInWords(String call) {
    return !call.contains("embeddings") && !call.equals("models");
  }

  private ObservedRun without(ClientCase client) throws Exception {
    return whole(without.get(client).get());
  }

  ObservedRun with(ClientCase client) throws Exception {
    return whole(with.get(client).get());
  }

  static ObservedRun whole(ObservedRun observed) {
    assertThat(observed.result().exit()).as("%s", observed.result().noise()).isZero();
    assertThat(observed.result().calls()).isNotEmpty();
    return observed;
  }
}
