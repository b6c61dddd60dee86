package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.dist.program.Get;
import io.foundryidentity.simulator.Cloud;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The US Government cloud and the one in China, with the real jar and the names of their hosts,
 * which a proxy leads to the simulator.
 */
class SovereignCloudIT {

  private static String resource(Cloud cloud) {
    return "https://contoso" + cloud.hostSuffixes().get(0);
  }

  private static ChildJvm check(Simulator simulator, IdentityKind kind, String... arguments) {
    return on(
        simulator, kind, ChildJvm.running(ChildJvm.JAR).arguments("check").arguments(arguments));
  }

  /** As the platform sets it, but without the authority. */
  private static ChildJvm on(Simulator simulator, IdentityKind kind, ChildJvm jvm) {
    Map<String, String> environment = new HashMap<>(simulator.identity().environment(kind));
    environment.remove("AZURE_AUTHORITY_HOST");
    return jvm.option("-Dstdout.encoding=UTF-8")
        .option("-Dhttps.proxyHost=127.0.0.1")
        .option("-Dhttps.proxyPort=" + simulator.proxy().port())
        .options(simulator.certificates().trustProperties())
        .environment(environment);
  }

  @ParameterizedTest
  @EnumSource(
      value = Cloud.class,
      names = {"US_GOVERNMENT", "CHINA"})
  void a_host_of_the_cloud_is_all_that_has_to_be_set(Cloud cloud) {
    try (Simulator simulator = Simulator.builder().cloud(cloud).start()) {
      simulator.foundry().audiences(cloud.cognitiveServices());
      ChildJvm.Ended program =
          on(
                  simulator,
                  IdentityKind.CLIENT_SECRET,
                  ChildJvm.running(Get.class, resource(cloud) + "/openai/v1/models"))
              .agent("hosts=" + resource(cloud).substring("https://".length()) + ",token-wait=40s")
              .run();
      assertThat(program.out()).as(program.err()).contains("200");
      assertThat(simulator.proxy().requests())
          .extracting(request -> request.path())
          .contains(cloud.authorityHost() + ":443")
          .noneMatch(path -> path.contains("login.microsoftonline.com"));

      ChildJvm.Ended check = check(simulator, IdentityKind.CLIENT_SECRET, resource(cloud)).run();
      assertThat(check.exit()).as(check.out()).isZero();
      assertThat(check.out()).contains("for " + cloud.cognitiveServices() + ";");
    }
  }

  @ParameterizedTest
  @CsvSource({"US_GOVERNMENT, AzureUSGovernment", "CHINA, AzureChinaCloud"})
  void the_command_for_a_missing_role_selects_the_cloud_first(Cloud cloud, String name) {
    try (Simulator simulator = Simulator.builder().cloud(cloud).start()) {
      simulator.foundry().audiences(cloud.cognitiveServices());
      simulator.foundry().denyRole();
      ChildJvm.Ended check = check(simulator, IdentityKind.CLIENT_SECRET, resource(cloud)).run();
      assertThat(check.exit()).as(check.out()).isEqualTo(5);
      assertThat(check.out())
          .containsPattern(
              "az cloud set --name "
                  + name
                  + "\\n +then:\\n +az role assignment create --assignee-object-id [0-9a-f-]+"
                  + " --assignee-principal-type ServicePrincipal --role"
                  + " 5e0bd9bd-7b93-4f28-af87-19fc36ad61bd");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "US_GOVERNMENT, the US Government cloud, https://login.microsoftonline.us/",
    "CHINA, the China cloud, https://login.partner.microsoftonline.cn/"
  })
  void the_public_authority_for_such_a_target_is_told_with_the_one_to_set(
      Cloud cloud, String words, String authority) {
    try (Simulator simulator = Simulator.builder().cloud(Cloud.PUBLIC).start()) {
      ChildJvm.Ended check =
          check(simulator, IdentityKind.CLIENT_SECRET, resource(cloud))
              .environment("AZURE_AUTHORITY_HOST", "https://login.microsoftonline.com/")
              .run();
      assertThat(check.exit()).as(check.out()).isEqualTo(4);
      assertThat(check.out())
          .contains("cloud-mismatch: The target is in " + words)
          .contains("-Dfoundry.identity.authority-host=" + authority);
    }
  }
}
