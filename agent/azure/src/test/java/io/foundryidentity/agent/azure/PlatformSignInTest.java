package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.simulator.AppRegistration;
import io.foundryidentity.simulator.EndpointBehaviour;
import io.foundryidentity.simulator.EntraDirectory;
import io.foundryidentity.simulator.GitHubEndpoint;
import io.foundryidentity.simulator.GoogleMetadata;
import io.foundryidentity.simulator.IdentityEndpoints;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import io.foundryidentity.simulator.SomethingElse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sign-in from GitHub Actions, Google Cloud and AWS, each in a JVM with its platform's variables.
 */
@Tag("long") // A JVM for each test
class PlatformSignInTest {

  private static final String APP = "a9c00000-0000-4000-8000-000000000001";
  private static final String BLUEPRINT = "9d17cc32-c91b-4368-8494-1b29ccb0dbcf";
  private static final String AGENT = "5081ddac-3d33-4766-98fe-80c38c5ce554";
  private static final String EXCHANGE = "api://AzureADTokenExchange";

  private static Simulator simulator;
  private static IdentityEndpoints identity;

  @BeforeAll
  static void start() {
    simulator = Simulator.builder().start();
    identity = simulator.identity();
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @BeforeEach
  void recover() {
    identity.recover();
    directory().clear();
    identity.clear();
    identity.gitHub().subject("repo:contoso/orders:ref:refs/heads/main");
    identity.gitHub().life(Duration.ofMinutes(5));
    identity.google().account(true);
    identity.google().namesItself(true);
    identity.aws().role(true);
    identity.aws().federation(true);
    identity.aws().permission(true);
    register(APP);
  }

  private static EntraDirectory directory() {
    return identity.directory();
  }

  private static AppRegistration register(String clientId) {
    return directory()
        .register(clientId)
        .trusts(GitHubEndpoint.ISSUER, identity.gitHub().subject(), EXCHANGE)
        .trusts(GoogleMetadata.ISSUER, identity.google().subject(), EXCHANGE)
        .trusts(identity.aws().issuer(), identity.aws().roleArn(), EXCHANGE);
  }

  private static ChildJvm jvm(Map<String, String> variables) {
    return new ChildJvm().with(variables).flags(simulator.certificates().trustProperties());
  }

  private static String source(IdentityKind kind) {
    return "assertion=" + kind.name().toLowerCase(Locale.ROOT);
  }

  private static ChildJvm.Output run(IdentityKind kind, String... more) throws Exception {
    return run(jvm(identity.environment(kind)), source(kind), more);
  }

  private static ChildJvm.Output run(ChildJvm jvm, String source, String... more) throws Exception {
    String[] arguments = new String[4 + more.length];
    arguments[0] = "credential=federated";
    arguments[1] = "client-id=" + APP;
    arguments[2] = "tenant-id=" + identity.tenantId();
    arguments[3] = source;
    System.arraycopy(more, 0, arguments, 4, more.length);
    return jvm.run(arguments);
  }

  @ParameterizedTest
  @CsvSource({"GITHUB, GitHub Actions", "GOOGLE, Google Cloud", "AWS, AWS"})
  void each_platform_signs_in_as_an_app_registration(IdentityKind kind, String name)
      throws Exception {
    assertThat(run(kind).result())
        .startsWith("token life=3")
        .contains("\"appid\":\"" + APP + "\"")
        .contains("by " + name + " -> app registration " + APP + " in tenant ");
  }

  @ParameterizedTest
  @EnumSource(names = {"GITHUB", "GOOGLE", "AWS"})
  void each_platform_can_be_behind_a_blueprint(IdentityKind kind) throws Exception {
    register(BLUEPRINT).agentIdentity(AGENT);
    assertThat(
            jvm(identity.environment(kind))
                .run(
                    "credential=agent-identity",
                    "client-id=" + AGENT,
                    "blueprint-client-id=" + BLUEPRINT,
                    "tenant-id=" + identity.tenantId(),
                    source(kind))
                .result())
        .startsWith("token ")
        .contains("\"appid\":\"" + AGENT + "\"");
  }

  @Test
  void a_pod_on_eks_signs_in_with_its_own_role() throws Exception {
    assertThat(run(jvm(identity.environmentOfEksPod()), "assertion=aws").result())
        .startsWith("token ")
        .contains("by AWS -> app registration ");
    assertThat(identity.requests()).noneMatch(r -> r.pathOnly().startsWith("/latest/"));
  }

  @ParameterizedTest
  @EnumSource(names = {"GITHUB", "GOOGLE", "AWS"})
  void the_assertion_is_kept_for_several_tokens(IdentityKind kind) throws Exception {
    String scopes = "https://ai.azure.com/.default,https://cognitiveservices.azure.com/.default";
    assertThat(run(kind, "scopes=" + scopes, "calls=2").results())
        .hasSize(4)
        .allMatch(line -> line.startsWith("token "));
    assertThat(identity.requests())
        .filteredOn(
            r ->
                r.pathOnly().endsWith("/idtoken")
                    || r.pathOnly().endsWith("/identity")
                    || r.bodyText().contains("GetWebIdentityToken"))
        .hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"GITHUB", "GOOGLE", "AWS"})
  void another_audience_can_be_asked_for(IdentityKind kind) throws Exception {
    directory()
        .register(APP)
        .trusts(GitHubEndpoint.ISSUER, identity.gitHub().subject(), "api://other?x=1&y=2 3")
        .trusts(GoogleMetadata.ISSUER, identity.google().subject(), "api://other?x=1&y=2 3")
        .trusts(identity.aws().issuer(), identity.aws().roleArn(), "api://other?x=1&y=2 3");
    assertThat(run(kind, "audience=api://other?x=1&y=2 3").result()).startsWith("token ");
    assertThat(run(kind).result()).contains("AADSTS700212");
  }

  @Test
  void a_job_of_another_branch_is_refused_by_entra() throws Exception {
    identity.gitHub().subject("repo:contoso/orders:pull_request");
    assertThat(run(IdentityKind.GITHUB).result()).startsWith("failure ").contains("AADSTS700213");
  }

  @Test
  void a_missing_step_is_named() throws Exception {
    assertThat(run(jvm(Map.of()), "assertion=github").result())
        .contains("assertion=github works only in a GitHub Actions job with the permission");
    identity.google().account(false);
    assertThat(run(IdentityKind.GOOGLE).result()).contains("attach a service account");
    identity.google().namesItself(false);
    assertThat(run(IdentityKind.GOOGLE).result())
        .contains("assertion=google works only on Google Cloud: something else answers");
    identity.aws().federation(false);
    assertThat(run(IdentityKind.AWS).result())
        .contains("aws iam enable-outbound-web-identity-federation");
    identity.aws().permission(false);
    assertThat(run(IdentityKind.AWS).result())
        .contains("AccessDenied")
        .contains("sts:GetWebIdentityToken");
    identity.aws().role(false);
    assertThat(run(IdentityKind.AWS).result()).contains("this EC2 instance has no IAM role");
  }

  @Test
  void an_assertion_that_has_expired_is_not_sent() throws Exception {
    identity.gitHub().life(Duration.ofMinutes(-1));
    assertThat(run(IdentityKind.GITHUB).result())
        .contains("the assertion of GitHub Actions has expired already");
    assertThat(identity.requests()).noneMatch(r -> r.bodyText().contains("client_assertion"));
  }

  @ParameterizedTest
  @EnumSource(SomethingElse.class)
  void something_else_at_the_address_is_told_without_its_content(SomethingElse other)
      throws Exception {
    checkBroken(behaviour -> behaviour.somethingElse(other));
  }

  @Test
  void a_broken_answer_is_told_without_its_content() throws Exception {
    checkBroken(EndpointBehaviour::malformed);
    checkBroken(EndpointBehaviour::cutShort);
    checkBroken(EndpointBehaviour::hangUp);
    checkBroken(behaviour -> behaviour.failWith(403));
  }

  private static void checkBroken(Consumer<EndpointBehaviour> broken) throws Exception {
    for (IdentityKind kind : List.of(IdentityKind.GITHUB, IdentityKind.GOOGLE, IdentityKind.AWS)) {
      identity.recover();
      broken.accept(identity.at(kind));
      ChildJvm.Output output = run(kind);
      assertThat(output.result()).as(kind.name()).startsWith("failure ");
      assertThat(output.text())
          .as(kind.name())
          .doesNotContain("\tat ")
          .doesNotContain("eyJ")
          .doesNotContain(identity.gitHub().requestToken())
          .doesNotContainIgnoringCase("<html")
          .doesNotContain("not the end");
    }
  }
}
