package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.dist.program.Get;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an operator reads when requests are sent without a token. */
@Timeout(180)
class UnauthorizedRequestsIT {

  private static final String RESOURCE = "contoso.openai.azure.com";
  private static final String SIBLING = "contoso.services.ai.azure.com";
  private static final String MODELS = "/openai/v1/models";

  private Simulator simulator;
  private int port;

  @BeforeEach
  void start() {
    simulator = Simulator.builder().start();
    port = simulator.foundry().port();
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void another_name_of_the_resource_is_told_once_with_the_value_to_set() {
    String configured = "https://" + RESOURCE + ":" + port;
    String sibling = "https://" + SIBLING + ":" + port;

    ChildJvm.Ended ended =
        get(
            "hosts=" + configured,
            configured + MODELS,
            sibling + MODELS + "?api-key=not-to-be-shown",
            sibling + MODELS);

    assertThat(ended.out()).startsWith("200\n").endsWith("403\n");
    assertThat(ended.err())
        .containsOnlyOnce("requests to " + sibling + " are sent without a token: this host is not")
        .contains("configured, only " + RESOURCE + " is; if this host is yours, set")
        .contains(" foundry.identity.hosts=" + configured + "," + SIBLING + ":" + port + " (")
        .contains("FOUNDRY_IDENTITY_HOSTS); the current value is from: agent argument")
        .doesNotContain("not-to-be-shown", "requests to " + configured);
  }

  @Test
  void a_path_outside_the_prefix_is_told_without_the_path() {
    String resource = "https://" + SIBLING + ":" + port;

    ChildJvm.Ended ended =
        get("hosts=" + resource + "/api/projects/one", resource + MODELS, resource + MODELS);

    assertThat(ended.out()).endsWith("403\n");
    assertThat(ended.err())
        .containsOnlyOnce(
            "requests to "
                + resource
                + " are sent without a token: only paths under /api/projects/one of this host are"
                + " configured; if this host is yours, set foundry.identity.hosts="
                + resource
                + "/api/projects/one,"
                + SIBLING
                + ":"
                + port
                + " (")
        .doesNotContain(MODELS);
  }

  @Test
  void another_port_and_plain_http_are_told() {
    String configured = "https://" + RESOURCE + ":" + port;
    String otherPort = "https://" + RESOURCE + ":" + simulator.stranger().port();
    String http = "http://" + SIBLING + ":" + simulator.stranger().plainPort();

    ChildJvm.Ended ended = get("hosts=" + configured, otherPort + "/", http + "/");

    assertThat(ended.err())
        .containsOnlyOnce(
            "requests to "
                + otherPort
                + " are sent without a token: only https on port "
                + port
                + " of this host is configured")
        .containsOnlyOnce(
            "requests to "
                + http
                + " are sent without a token: they use http, and a token goes over https only;"
                + " use https in the application's URL");
  }

  @Test
  void at_debug_other_hosts_are_listed_once() {
    String configured = "https://" + RESOURCE + ":" + port;
    String other = "https://localhost:" + simulator.stranger().port();

    ChildJvm.Ended debug =
        get("log-level=debug,hosts=" + configured, other + "/?one", other + "/?two");
    ChildJvm.Ended info = get("hosts=" + configured, other + "/?one");

    assertThat(debug.err())
        .containsOnlyOnce("requests to " + other + " get no token: this host is not configured")
        .doesNotContain("?one", "?two");
    assertThat(info.err()).doesNotContain("get no token", "WARN");
  }

  @Test
  void without_a_wait_a_slow_identity_endpoint_is_told_and_so_is_its_end() throws IOException {
    assertToldAndRecovers(
        "token-wait=0s",
        "the token is still being fetched, and with token-wait=0s no request waits for it");
  }

  @Test
  void a_wait_that_is_over_is_told_and_so_is_its_end() throws IOException {
    assertToldAndRecovers("token-wait=1s", "no token came within token-wait=1s (");
  }

  /** The fetch begins with the first request, so it ends that much later than the request. */
  private void assertToldAndRecovers(String wait, String reason) throws IOException {
    simulator.identity().delay(Duration.ofSeconds(5));
    String target = RunningApplication.target(simulator);
    try (RunningApplication application =
        RunningApplication.start(
            simulator,
            "-javaagent:" + ChildJvm.JAR + "=hosts=" + target + ",prefetch=never," + wait)) {
      assertThat(application.ask()).isEqualTo("status 403");
      application.awaitError(" requests to " + target + " are sent without a token: " + reason);

      application.awaitError("got a token that expires");
      assertThat(application.ask()).isEqualTo("status 200");
      application.awaitError(" requests to " + target + " are authorized again");
    }
  }

  private ChildJvm.Ended get(String arguments, String... urls) {
    return ChildJvm.running(Get.class, urls)
        .agent(arguments)
        .option("-Djdk.net.hosts.file=" + simulator.certificates().hostsFile(RESOURCE, SIBLING))
        .options(simulator.certificates().trustProperties())
        .environment(simulator.identity().environment(IdentityKind.APP_SERVICE))
        .run();
  }
}
