package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.dist.program.HttpClientGet;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.ReceivedRequest;
import io.foundryidentity.simulator.Simulator;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A pod of AKS with an identity binding: the flag, and what the webhook sets. */
class TokenProxyIT {

  private Simulator simulator;
  private Map<String, String> pod;
  private String target;

  @BeforeEach
  void start() {
    simulator = Simulator.builder().start();
    pod = new HashMap<>(simulator.identity().environment(IdentityKind.AKS_TOKEN_PROXY));
    target = RunningApplication.target(simulator);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  private ChildJvm.Ended get() {
    return ChildJvm.running(HttpClientGet.class, target + "/openai/v1/models")
        .agent("hosts=" + target)
        .options(simulator.certificates().trustProperties())
        .environment(pod)
        .run();
  }

  private ChildJvm.Ended check() {
    return ChildJvm.running(ChildJvm.JAR)
        .arguments("check", target)
        .option("-Dstdout.encoding=UTF-8")
        .options(simulator.certificates().trustProperties())
        .environment(pod)
        .run();
  }

  @Test
  void the_pod_signs_in_at_the_token_proxy_and_nowhere_else() {
    ChildJvm.Ended ended = get();

    assertThat(ended.out()).isEqualTo("200\n");
    assertThat(ended.err()).contains("Signed in with WorkloadIdentityCredential");
    assertThat(simulator.identity().requests())
        .singleElement()
        .extracting(ReceivedRequest::host)
        .isEqualTo(simulator.identity().tokenProxyUrl().getAuthority());
  }

  @Test
  void check_signs_in_there_too() {
    ChildJvm.Ended ended = check();

    assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
    assertThat(ended.out()).containsPattern("sign-in +WorkloadIdentityCredential");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AZURE_KUBERNETES_TOKEN_PROXY | AZURE_KUBERNETES_SNI_NAME is set, and AZURE_KUBERNETES_TOKEN_PROXY is not",
        "AZURE_KUBERNETES_CA_FILE | AZURE_KUBERNETES_TOKEN_PROXY is set, and neither AZURE_KUBERNETES_CA_FILE nor AZURE_KUBERNETES_CA_DATA is",
        "AZURE_KUBERNETES_SNI_NAME | is not for localhost, as AZURE_KUBERNETES_SNI_NAME is not set",
      })
  void a_binding_that_is_not_whole_is_named_in_the_log_and_by_check(String missing, String words) {
    pod.remove(missing);

    assertThat(get().err()).contains(words);
    ChildJvm.Ended checked = check();
    assertThat(checked.exit()).as(checked.out()).isEqualTo(4);
    assertThat(checked.out()).contains(words);
    assertThat(simulator.identity().requests()).isEmpty();
  }

  @Test
  void what_the_proxy_refuses_is_told() {
    simulator.identity().tokenProxy().forbid(simulator.identity().clientId());

    assertThat(get().err()).contains("is not allowed to use managed identity");
  }

  @Test
  void its_host_is_no_target() {
    pod.put("AZURE_KUBERNETES_TOKEN_PROXY", "https://contoso.openai.azure.com:8443");
    ChildJvm.Ended ended =
        ChildJvm.running(HttpClientGet.class)
            .agent("hosts=CONTOSO.openai.azure.com.")
            .environment(pod)
            .run();

    assertThat(ended.err())
        .contains("is off, because hosts (agent argument): ")
        .contains(
            "is the token proxy that AZURE_KUBERNETES_TOKEN_PROXY names, so no token is sent");
  }
}
