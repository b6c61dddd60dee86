package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.dist.program.Get;
import io.foundryidentity.agent.dist.program.GetThenWait;
import io.foundryidentity.simulator.GitHubEndpoint;
import io.foundryidentity.simulator.GoogleMetadata;
import io.foundryidentity.simulator.IdentityEndpoints;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.ReceivedRequest;
import io.foundryidentity.simulator.Simulator;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sign-in from GitHub Actions, Google Cloud and AWS with the real jar: requests and output. */
class PlatformSignInIT {

  private static final String APP = "a9c00000-0000-4000-8000-000000000001";
  private static final String EXCHANGE = "api://AzureADTokenExchange";

  private Simulator simulator;
  private IdentityEndpoints identity;
  private String target;

  @BeforeEach
  void start() {
    simulator = Simulator.builder().start();
    identity = simulator.identity();
    target = RunningApplication.target(simulator);
    identity
        .directory()
        .register(APP)
        .trusts(GitHubEndpoint.ISSUER, identity.gitHub().subject(), EXCHANGE)
        .trusts(GoogleMetadata.ISSUER, identity.google().subject(), EXCHANGE)
        .trusts(identity.aws().issuer(), identity.aws().roleArn(), EXCHANGE);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  private ChildJvm.Ended run(String assertion, Map<String, String> environment, String told) {
    String arguments =
        "hosts=%s,credential=federated,client-id=%s,tenant-id=%s,assertion=%s,token-wait=120s,log-level=trace"
            .formatted(target, APP, identity.tenantId(), assertion);
    return ChildJvm.running(GetThenWait.class, target + "/openai/v1/models")
        .agent(arguments)
        .options(simulator.certificates().trustProperties())
        .environment(environment)
        .runUntil(told);
  }

  @ParameterizedTest
  @CsvSource({"GITHUB, github", "GOOGLE, google", "AWS, aws"})
  void requests_are_authorized_and_no_output_shows_a_secret(IdentityKind kind, String assertion) {
    Map<String, String> environment = identity.environment(kind);
    List<String> outputs = new ArrayList<>();
    ChildJvm.Ended good = run(assertion, environment, "got a token that");
    outputs.add(good.out() + good.err());
    identity.directory().register(APP);
    ChildJvm.Ended refused = run(assertion, environment, "AADSTS70025");
    outputs.add(refused.out() + refused.err());
    identity.at(kind).failWith(403, "{\"value\":\"" + identity.gitHub().requestToken() + "\"}");
    ChildJvm.Ended broken = run(assertion, environment, "HTTP 403");
    outputs.add(broken.out() + broken.err());

    assertThat(outputs.get(0)).contains("200\n", "assertion=" + assertion, "got a token that");
    assertThat(outputs.get(1)).contains("AADSTS70025");
    assertThat(outputs.get(2)).contains("HTTP 403");
    for (String secret : secrets()) {
      assertThat(outputs).noneMatch(text -> text.contains(secret));
    }
  }

  /** All assertions and their parts, and the keys in headers. */
  private List<String> secrets() {
    List<String> secrets = new ArrayList<>(List.of(identity.gitHub().requestToken()));
    for (ReceivedRequest request : identity.requests()) {
      for (String pair : request.bodyText().split("&", -1)) {
        if (pair.startsWith("client_assertion=")) {
          String value = pair.substring("client_assertion=".length());
          for (String part : URLDecoder.decode(value, StandardCharsets.UTF_8).split("\\.", -1)) {
            secrets.add(part);
          }
        }
      }
      for (String header : new String[] {"x-amz-security-token", "x-aws-ec2-metadata-token"}) {
        String value = request.header(header);
        if (value != null) {
          secrets.add(value);
        }
      }
    }
    secrets.removeIf(secret -> secret.length() < 30);
    assertThat(secrets).hasSizeGreaterThan(2);
    return secrets;
  }

  @Test
  void outside_such_a_platform_one_line_says_so() {
    ChildJvm.Ended ended = run("github", Map.of(), "ACTIONS_ID_TOKEN_REQUEST_TOKEN");
    assertThat(ended.out() + ended.err())
        .contains(
            "assertion=github works only in a GitHub Actions job with the permission id-token:"
                + " write; not set: ACTIONS_ID_TOKEN_REQUEST_URL ACTIONS_ID_TOKEN_REQUEST_TOKEN");
  }

  @ParameterizedTest
  @CsvSource({
    "pipelines.actions.githubusercontent.com, a host that gives assertions",
    "metadata.google.internal, a host that gives assertions",
    "sts.eu-central-1.amazonaws.com, an authority host",
  })
  void who_gives_assertions_is_no_target(String host, String reason) {
    ChildJvm.Ended ended =
        ChildJvm.running(Get.class, target + "/openai/v1/models").agent("hosts=" + host).run();
    assertThat(ended.err()).contains("is off, because").contains(reason);
  }
}
