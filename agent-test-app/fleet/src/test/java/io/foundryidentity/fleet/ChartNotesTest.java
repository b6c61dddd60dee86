package io.foundryidentity.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.InstallCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What {@code helm install} prints at its end. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class ChartNotesTest {

  private static String notes(String engine, String... targets) {
    InstallCommand install =
        Chart.helm()
            .install()
            .clientOnly()
            .dryRun()
            .debug()
            .withName("agent")
            .withNamespace("platform")
            .withKubeVersion("1.36.0")
            .set("image.repository", "registry.example/agent")
            .set("engine", engine);
    for (int i = 0; i < targets.length; i++) {
      install.set("targets[" + i + "]", targets[i]);
    }
    String output = install.call().getOutput();
    return output.substring(output.indexOf("NOTES:"));
  }

  @Test
  void the_notes_say_how_to_choose_pods_and_how_to_see_that_it_works() {
    assertThat(notes("mutating-admission-policy", "contoso.openai.azure.com"))
        .contains(
            "kubectl label namespace NAMESPACE foundry-identity/inject=true",
            "kubectl rollout restart deployment",
            "AGENT:.metadata.annotations.foundry-identity/injected",
            "-- java -jar /foundry-identity-agent/foundry-identity-agent.jar status 1")
        .doesNotContain("No value `targets`");
  }

  @Test
  void with_the_operator_it_is_an_annotation() {
    assertThat(notes("opentelemetry-operator", "contoso.openai.azure.com"))
        .contains(
            "instrumentation.opentelemetry.io/inject-java=platform/agent",
            "-- java -jar /otel-auto-instrumentation-java-CONTAINER/javaagent.jar status 1")
        .doesNotContain("kubectl label");
  }

  @Test
  void without_targets_they_say_what_a_service_needs() {
    assertThat(notes("kyverno")).contains("No value `targets` is set");
  }
}
