package io.foundryidentity.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What Helm makes of each file of values is kept as a file. With {@code -Dgolden.update} the files
 * are written again. The admission tests read them.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class ChartRenderingTest {

  private static final Path RESOURCES = Path.of("src/test/resources");

  static Stream<String> values() throws IOException {
    try (Stream<Path> files = Files.list(RESOURCES.resolve("values"))) {
      return files.map(each -> each.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("values")
  void the_manifests_are_those_that_were_reviewed(String name) throws IOException {
    Path golden = RESOURCES.resolve("golden").resolve(name);
    String rendered = Chart.render(RESOURCES.resolve("values").resolve(name));
    if (System.getProperty("golden.update") != null) {
      Files.writeString(golden, rendered);
    }
    assertThat(rendered).isEqualTo(Files.readString(golden));
  }

  @Test
  void the_chart_and_its_image_have_the_version_of_the_agent() throws IOException {
    Matcher version =
        Pattern.compile("<version>([0-9.]+)(-SNAPSHOT)?</version>")
            .matcher(Files.readString(Path.of("../../pom.xml")));
    assertThat(version.find()).isTrue();
    assertThat(Files.readAllLines(Chart.FOLDER.resolve("Chart.yaml")))
        .contains("version: " + version.group(1), "appVersion: " + version.group(1));
  }

  @Test
  void no_golden_file_is_left_over() throws IOException {
    try (Stream<Path> files = Files.list(RESOURCES.resolve("golden"))) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(values().toList());
    }
  }

  @ParameterizedTest
  @MethodSource("values")
  @SuppressWarnings("unchecked")
  void each_manifest_belongs_to_the_release(String name) {
    for (Map<String, Object> each :
        Chart.documents(Chart.render(RESOURCES.resolve("values").resolve(name)))) {
      Map<String, Object> metadata = (Map<String, Object>) each.get("metadata");
      assertThat((String) metadata.get("name")).startsWith("foundry-identity-agent");
      assertThat((Map<String, Object>) metadata.get("labels"))
          .containsEntry("app.kubernetes.io/instance", "foundry-identity-agent")
          .containsEntry("app.kubernetes.io/version", "0.1.0")
          .containsEntry("app.kubernetes.io/managed-by", "Helm");
    }
  }

  @Test
  void an_engine_gets_its_own_kinds_and_no_others() {
    assertThat(kinds("defaults.yaml"))
        .containsExactly(
            "admissionregistration.k8s.io/v1 MutatingAdmissionPolicy",
            "admissionregistration.k8s.io/v1 MutatingAdmissionPolicyBinding",
            "admissionregistration.k8s.io/v1 MutatingAdmissionPolicyBinding");
    assertThat(kinds("kyverno.yaml"))
        .containsExactly(
            "policies.kyverno.io/v1 MutatingPolicy", "policies.kyverno.io/v1 MutatingPolicy");
    assertThat(kinds("opentelemetry-operator.yaml"))
        .containsExactly("opentelemetry.io/v1alpha1 Instrumentation");
  }

  private static List<String> kinds(String name) {
    return Chart.documents(Chart.render(RESOURCES.resolve("values").resolve(name))).stream()
        .map(each -> each.get("apiVersion") + " " + each.get("kind"))
        .toList();
  }

  @Test
  void the_two_engines_of_policies_do_the_same() {
    Map<String, Object> admission = spec("defaults.yaml");
    Map<String, Object> kyverno = spec("kyverno.yaml");
    for (String part : List.of("matchConditions", "variables", "mutations", "failurePolicy")) {
      assertThat(kyverno.get(part)).as(part).isNotNull().isEqualTo(admission.get(part));
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> spec(String name) {
    return (Map<String, Object>)
        Chart.documents(Chart.render(RESOURCES.resolve("values").resolve(name))).get(0).get("spec");
  }

  @Test
  @SuppressWarnings("unchecked")
  void the_operator_gets_the_image_and_the_keys() {
    Map<String, Object> java =
        (Map<String, Object>) spec("opentelemetry-operator.yaml").get("java");
    assertThat(java)
        .containsEntry("image", "registry.example/foundry-identity-agent:0.1.0")
        .containsEntry(
            "env",
            List.of(
                Map.of(
                    "name",
                    "FOUNDRY_IDENTITY_CLIENT_ID",
                    "value",
                    "11111111-2222-3333-4444-555555555555"),
                Map.of(
                    "name",
                    "FOUNDRY_IDENTITY_HOSTS",
                    "value",
                    "contoso.openai.azure.com,https://front.example/openai"),
                Map.of("name", "FOUNDRY_IDENTITY_ON_FAILURE", "value", "fail")));
  }

  @Test
  void helm_lint_finds_nothing_even_in_strict_mode() {
    var result = Chart.helm().lint().strict().call();
    assertThat(result.isFailed()).isFalse();
    assertThat(result.getMessages()).allSatisfy(each -> assertThat(each).startsWith("[INFO]"));
  }
}
