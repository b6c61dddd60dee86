package io.foundryidentity.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A wrong value is refused before anything reaches the cluster, with the name of the value. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class ChartValuesTest {

  private static final String IMAGE = "image: {repository: registry.example/agent}\n";

  @TempDir Path folder;

  private String render(String values) throws IOException {
    Path file = Files.writeString(folder.resolve("values.yaml"), values);
    return Chart.render(file);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          engine: kyverno2                                     | engine
          engine: ''                                           | engine
          delivery: sidecar                                    | delivery
          unknown: true                                        | unknown
          target: [a.openai.azure.com]                         | target
          targets: a.openai.azure.com                          | targets
          targets: ['a.openai.azure.com,b.openai.azure.com']   | targets
          targets: ['a.openai.azure.com b.openai.azure.com']   | targets
          targets: ['ftp://a.openai.azure.com']                | targets
          targets: ['']                                        | targets
          targets: ['a"b']                                     | targets
          targets: ['a', 'a']                                  | targets
          targets: ['https://a/$(SECRET)']                     | targets
          targets: ['https://user@a/']                         | targets
          identity: {clientId: my-app}                         | clientId
          identity: {clientId: 11111111222233334444555555555555} | clientId
          identity: {client-id: ''}                            | client-id
          identity: {credential: azure-cli}                    | credential
          identity: {credential: managed_identity}             | credential
          identity: {tenantId: 'a b'}                          | tenantId
          identity: {workloadIdentity: 'true'}                 | workloadIdentity
          settings: {on-failure: true}                         | on-failure
          settings: {on-failure: ''}                           | on-failure
          settings: {ON_FAILURE: fail}                         | ON_FAILURE
          settings: {'on failure': fail}                       | on failure
          settings: {hosts: a}                                 | hosts
          settings: {client-id: a}                             | client-id
          jvmOptions: Xmx1g                                    | jvmOptions
          jvmOptions: '-Da="b c"'                              | jvmOptions
          jvmOptions: '-Da  -Db'                               | jvmOptions
          selector: {label: ''}                                | label
          selector: {label: 'a b'}                             | label
          selector: {label: a/b/c}                             | label
          selector: {value: ''}                                | value
          selector: {value: true}                              | value
          skipContainers: [Istio]                              | skipContainers
          skipContainers: istio-proxy                          | skipContainers
          initContainer: {resources: {limits: {gpu: '1'}}}     | gpu
          initContainer: {resources: {limits: {cpu: 1}}}       | cpu
          initContainer: {resources: {limits: {cpu: fast}}}    | cpu
          initContainer: {resources: {limit: {}}}              | limit
          initContainer: {image: busybox}                      | image
          failurePolicy: ignore                                | failurePolicy
          """)
  void a_wrong_value_is_refused(String values, String name) {
    assertThatThrownBy(() -> render(IMAGE + values))
        .hasMessageContaining("values don't meet the specifications of the schema")
        .hasMessageContaining(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{repository: 'registry.example/agent:1'}",
        "{repository: 'https://registry.example/agent'}",
        "{repository: agent}",
        "{repository: registry.example/Agent}",
        "{repository: 'registry.example/agent '}",
        "{repository: registry.example/a, tag: 'a b'}",
        "{repository: registry.example/a, tag: 1}",
        "{repository: registry.example/a, digest: '0123'}",
        "{repository: registry.example/a, pullPolicy: always}",
        "{repository: registry.example/a, name: b}",
      })
  void a_wrong_image_is_refused(String image) {
    assertThatThrownBy(() -> render("image: " + image))
        .hasMessageContaining("values don't meet the specifications of the schema")
        .hasMessageContaining("image");
  }

  @Test
  void names_that_yaml_takes_for_something_else_stay_names() {
    String manifests =
        Chart.template()
            .withName("123")
            .set("image.repository", "registry.example/a")
            .set("selector.label", "yes")
            .call();
    assertThat(manifests)
        .contains("name: \"123\"", "policyName: \"123\"", "\"yes\": \"true\"", "key: \"yes\"");
    assertThat(Chart.documents(manifests)).hasSize(3);
  }

  @Test
  void without_an_image_it_says_what_to_set() {
    assertThatThrownBy(() -> render("targets: [contoso.openai.azure.com]"))
        .hasMessageContaining("image.repository: set it to the agent's image in your registry");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kyverno", "opentelemetry-operator"})
  void workload_identity_needs_the_engine_that_comes_before_its_webhook(String engine) {
    assertThatThrownBy(
            () -> render(IMAGE + "engine: " + engine + "\nidentity: {workloadIdentity: true}"))
        .hasMessageContaining("engine");
  }

  @Test
  void the_operator_takes_no_image_volume() {
    assertThatThrownBy(
            () -> render(IMAGE + "engine: opentelemetry-operator\ndelivery: image-volume"))
        .hasMessageContaining("delivery");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "targets: [a.openai.azure.com, 'https://b.example:8443/openai/v1', '*.openai.azure.com']",
        "targets: ['http://127.0.0.1:8080', '[2001:db8::1]:8443']",
        "identity: {clientId: 11111111-2222-3333-4444-555555555555, tenantId: contoso.example}",
        "identity: {credential: agent-identity}",
        "identity: {workloadIdentity: true}",
        "settings: {rule.Search2.client-id: a, token-wait: 5s}",
        "jvmOptions: '-XX:+StartAttachListener -Dname=$(POD_NAME)'",
        "selector: {label: inject, value: 'yes'}",
        "skipContainers: []",
        "initContainer: {resources: {}}",
        "initContainer: {resources: {requests: {memory: 64Mi, cpu: '0.05'}}}",
        "initContainer: {securityContext: {runAsUser: 1000}}",
        "failurePolicy: Fail",
        "delivery: image-volume",
        "engine: kyverno",
        "engine: opentelemetry-operator",
        "global: {imageRegistry: registry.example}",
      })
  void a_right_value_renders(String values) throws IOException {
    assertThat(Chart.documents(render(IMAGE + values))).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "registry.example/agent",
        "registry.example:5000/a/b-c/d_e",
        "contoso.azurecr.io/platform/foundry-identity-agent",
        "10.0.0.1:5000/agent",
        "localhost:5000/agent",
      })
  void a_registry_of_any_form_can_be_named(String repository) throws IOException {
    assertThat(render("image: {repository: '" + repository + "'}")).contains(repository + ":0.1.0");
  }

  @Test
  void an_older_cluster_is_told_which_engine_to_take() {
    TemplateCommand older =
        Chart.template().withKubeVersion("1.35.2").set("image.repository", "registry.example/a");
    assertThatThrownBy(older::call)
        .hasMessageContaining("needs Kubernetes 1.36 or later, this is v1.35.2")
        .hasMessageContaining("engine=kyverno");
    assertThat(older.set("engine", "kyverno").call()).contains("kind: MutatingPolicy");
  }
}
