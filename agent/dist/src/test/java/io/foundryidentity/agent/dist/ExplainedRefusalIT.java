package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.dist.program.RepeatedGet;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.ReceivedRequest;
import io.foundryidentity.simulator.Refusal;
import io.foundryidentity.simulator.Simulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A JVM with the agent whose target refuses it: one line says why. */
@Tag("long")
@Timeout(
    value = 300,
    unit = TimeUnit.SECONDS,
    threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // No interrupt ends the reading of a pipe
class ExplainedRefusalIT {

  private static final String ASKED_BY_THE_AGENT = "foundry-identity-agent";

  private final Simulator simulator = Simulator.builder().start();
  private Process process;

  @AfterEach
  void stop() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
    }
    simulator.close();
  }

  @Test
  void a_missing_role_is_one_line_with_the_command_however_many_requests_it_meets()
      throws Exception {
    simulator.foundry().denyRole();

    String line = explained("role-missing", 6);

    assertThat(line)
        .startsWith("foundry-identity WARN: ")
        .contains("Z https://localhost:")
        .contains(" answers 401: The token is good, but its identity ")
        .contains(
            "az role assignment create --assignee-object-id "
                + simulator.identity().systemAssignedObjectId()
                + " --assignee-principal-type ServicePrincipal --role"
                + " 5e0bd9bd-7b93-4f28-af87-19fc36ad61bd --scope ");
    assertThat(probes()).hasSize(1);
    assertThat(probes().get(0).method() + " " + probes().get(0).path())
        .isEqualTo("GET /openai/v1/models");
  }

  @ParameterizedTest
  @CsvSource({
    "KEYS_DISABLED, key-disabled",
    "PUBLIC_ACCESS_DISABLED, public-access-disabled",
    "NETWORK_RULES, network-rules",
    "FORBIDDEN, forbidden",
    "SUBSCRIPTION_KEY_MISSING, subscription-key-missing",
  })
  void a_refusal_of_another_kind_is_one_line_too(Refusal refusal, String cause) throws Exception {
    simulator.foundry().refuseAll(refusal);

    assertThat(explained(cause, 4))
        .contains(" answers " + (refusal == Refusal.SUBSCRIPTION_KEY_MISSING ? 401 : 403));
    assertThat(probes()).hasSize(1);
  }

  @Test
  void a_token_that_is_replaced_is_no_reason_to_ask() throws Exception {
    simulator.foundry().refuseNext(1);

    List<String> all = runToEnd(5);

    assertThat(all).noneMatch(line -> line.contains("answers 401"));
    assertThat(probes()).isEmpty();
  }

  @Test
  void a_target_that_is_fine_is_never_asked() throws Exception {
    runToEnd(3);

    assertThat(simulator.foundry().requests()).hasSize(3);
  }

  @Test
  void a_dry_run_asks_nothing() throws Exception {
    simulator.foundry().denyRole();
    start(3, ",dry-run=true");

    assertThat(rest()).noneMatch(line -> line.contains("WARN"));
    assertThat(simulator.foundry().requests()).hasSize(3);
  }

  /** The one line of that cause, after which more refusals bring no second one. */
  private String explained(String cause, int requests) throws Exception {
    start(requests, "");
    CompletableFuture<String> out =
        CompletableFuture.supplyAsync(() -> ChildJvm.text(process.getInputStream()));
    BufferedReader err = err();
    String line = err.readLine();
    while (line != null && !line.endsWith("(" + cause + ")")) {
      line = err.readLine();
    }
    assertThat(line).as("a line that explains " + cause).isNotNull();
    process.getOutputStream().write("\n\n\n".getBytes(StandardCharsets.US_ASCII));
    process.getOutputStream().close();
    List<String> after = new ArrayList<>();
    for (String next = err.readLine(); next != null; next = err.readLine()) {
      after.add(next);
    }
    assertThat(after).noneMatch(next -> next.contains("(" + cause + ")"));
    assertThat(out.join().lines()).hasSize(requests + 3).allMatch(next -> next.startsWith("40"));
    assertThat(line).doesNotContain("eyJ");
    return line;
  }

  private List<String> runToEnd(int requests) throws Exception {
    start(requests, "");
    return rest();
  }

  private List<String> rest() throws IOException, InterruptedException {
    process.getOutputStream().close();
    List<String> lines = err().lines().toList();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return lines;
  }

  private BufferedReader err() {
    return new BufferedReader(
        new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
  }

  private void start(int requests, String more) throws IOException {
    String target = "https://localhost:" + simulator.foundry().port();
    process =
        ChildJvm.running(
                RepeatedGet.class, target + "/openai/v1/models", Integer.toString(requests))
            .agent("hosts=" + target + more)
            .options(simulator.certificates().trustProperties())
            .environment(simulator.identity().environment(IdentityKind.APP_SERVICE))
            .start();
  }

  private List<ReceivedRequest> probes() {
    return simulator.foundry().requests().stream()
        .filter(request -> ASKED_BY_THE_AGENT.equals(request.header("user-agent")))
        .toList();
  }
}
