package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.dist.program.GetThenWait;
import io.foundryidentity.agent.dist.program.GetWhenTold;
import io.foundryidentity.simulator.EntraDirectory;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.ReceivedRequest;
import io.foundryidentity.simulator.Simulator;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An agent identity behind a blueprint, with the real jar: its requests, its status, its output.
 */
class AgentIdentityIT {

  private static final String BLUEPRINT = "9d17cc32-c91b-4368-8494-1b29ccb0dbcf";
  private static final String AGENT = "5081ddac-3d33-4766-98fe-80c38c5ce554";
  private static final String APP = "a9c00000-0000-4000-8000-000000000001";
  private static final String CHAIN =
      "managed identity (system-assigned) -> blueprint "
          + BLUEPRINT
          + " -> agent identity "
          + AGENT
          + " in tenant ";

  private Simulator simulator;
  private String target;

  @BeforeEach
  void start() {
    simulator = Simulator.builder().start();
    target = RunningApplication.target(simulator);
    String managed = simulator.identity().systemAssignedObjectId();
    directory().register(BLUEPRINT).trustsManagedIdentity(managed).agentIdentity(AGENT);
    directory().register(APP).trustsManagedIdentity(managed);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  private EntraDirectory directory() {
    return simulator.identity().directory();
  }

  private String settings(String blueprint) {
    return "hosts="
        + target
        + ",credential=agent-identity,client-id="
        + AGENT
        + ",blueprint-client-id="
        + blueprint
        + ",tenant-id="
        + simulator.identity().tenantId();
  }

  private ChildJvm jvm(ChildJvm jvm, String arguments) {
    return jvm.agent(arguments)
        .options(simulator.certificates().trustProperties())
        .environment(simulator.identity().environment(IdentityKind.AGENT_IDENTITY));
  }

  @Test
  void its_requests_are_authorized_and_the_status_shows_the_steps() throws IOException {
    ChildJvm jvm =
        jvm(ChildJvm.running(GetWhenTold.class, target + "/openai/v1/models"), settings(BLUEPRINT));
    try (RunningApplication application = RunningApplication.of(jvm.start())) {
      assertThat(application.ask()).isEqualTo("status 200");
      assertThat(application.command("status").out())
          .contains("\n        signed in by " + CHAIN + simulator.identity().tenantId() + "\n");
      assertThat(application.command("status", "--json").out())
          .contains("\"signedInBy\":\"" + CHAIN + simulator.identity().tenantId() + "\"")
          .doesNotContain("eyJ");
    }
  }

  @Test
  void two_rules_have_two_ways_to_sign_in() throws IOException {
    String rule =
        ",rule.a.hosts=" + target + "/openai,rule.a.credential=federated,rule.a.client-id=";
    ChildJvm jvm =
        jvm(
            ChildJvm.running(GetWhenTold.class, target + "/openai/v1/models"),
            settings(BLUEPRINT)
                + rule
                + APP
                + ",rule.a.tenant-id="
                + simulator.identity().tenantId()
                + ",prefetch=startup");
    try (RunningApplication application = RunningApplication.of(jvm.start())) {
      assertThat(application.ask()).isEqualTo("status 200");
      assertThat(application.command("status").out())
          .contains("signed in by managed identity (system-assigned) -> app registration " + APP);
    }
    assertThat(simulator.foundry().requests())
        .allMatch(request -> request.headers().anyValueContains("Bearer"));
  }

  private String output(String blueprint, String told) {
    ChildJvm.Ended ended =
        jvm(
                ChildJvm.running(GetThenWait.class, target + "/openai/v1/models"),
                settings(blueprint) + ",token-wait=120s,log-level=trace")
            .runUntil(told);
    return ended.out() + ended.err();
  }

  @Test
  void no_output_at_any_level_shows_the_assertion_or_t1() {
    List<String> outputs = new ArrayList<>();
    outputs.add(output(BLUEPRINT, "got a token that"));
    outputs.add(output(APP, "AADSTS700213"));
    assertThat(outputs.get(0))
        .contains("200\n", "assertion=managed-identity for ", "got a token that")
        .contains("Access Token was returned");
    assertThat(outputs.get(1)).contains("agent-identity (agent identity): HTTP 401: AADSTS700213");

    List<String> secrets = new ArrayList<>();
    for (ReceivedRequest request : simulator.identity().requests()) {
      for (String pair : request.bodyText().split("&", -1)) {
        if (pair.startsWith("client_assertion=")) {
          secrets.add(
              URLDecoder.decode(
                  pair.substring("client_assertion=".length()), StandardCharsets.UTF_8));
        }
      }
    }
    assertThat(secrets).hasSizeGreaterThanOrEqualTo(4);
    for (String secret : secrets) {
      for (String part : secret.split("\\.", -1)) {
        assertThat(outputs).noneMatch(text -> part.length() > 60 && text.contains(part));
      }
    }
  }
}
