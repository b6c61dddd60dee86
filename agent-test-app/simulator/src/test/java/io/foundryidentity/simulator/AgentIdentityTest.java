package io.foundryidentity.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A blueprint gets T1 for an agent identity, and the agent identity signs in with it. */
final class AgentIdentityTest {
  private static final String BLUEPRINT = "9d17cc32-c91b-4368-8494-1b29ccb0dbcf";
  private static final String AGENT = "5081ddac-3d33-4766-98fe-80c38c5ce554";
  private static final String TENANT = "5369a35c-46a5-4677-8ff9-2e65587654e7";
  private static final String EXCHANGE = "api://AzureADTokenExchange";

  private static Simulator simulator;
  private AppRegistration blueprint;

  @BeforeAll
  static void start() {
    simulator = Simulator.builder().start();
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @BeforeEach
  void register() {
    blueprint =
        directory()
            .register(BLUEPRINT)
            .trustsManagedIdentity(simulator.identity().systemAssignedObjectId());
  }

  @AfterEach
  void forget() {
    directory().clear();
  }

  @Test
  void t1_has_the_claims_that_entra_gives_it() {
    // A blueprint and an agent identity that somebody published with their T1
    assertThat(TokenContent.exchangeSubject(Cloud.PUBLIC, TENANT, BLUEPRINT, AGENT))
        .isEqualTo(
            "/eid1/c/pub/t/XKNpU6VGd0aP-S5lWHZU5w/a/MswXnRvJaEOElBspzLDbzw/"
                + "5081ddac-3d33-4766-98fe-80c38c5ce554");
  }

  @Test
  void both_steps_lead_to_a_token_of_the_agent_identity() throws Exception {
    AppRegistration agent = blueprint.agentIdentity(AGENT);
    String t1 = firstStep().token();
    JWTClaimsSet first = SignedJWT.parse(t1).getJWTClaimsSet();
    String tenant = simulator.identity().tenantId();
    assertThat(first.getSubject())
        .isEqualTo(TokenContent.exchangeSubject(Cloud.PUBLIC, tenant, BLUEPRINT, AGENT));
    assertThat(first.getStringClaim("azp")).isEqualTo(BLUEPRINT);
    assertThat(first.getAudience()).containsExactly("fb60f99c-7a34-4190-8149-302f77469936");
    String token = secondStep(t1).token();
    JWTClaimsSet claims = SignedJWT.parse(token).getJWTClaimsSet();
    assertThat(claims.getStringClaim("appid")).isEqualTo(AGENT);
    assertThat(claims.getStringClaim("oid")).isEqualTo(AGENT);
    assertThat(claims.getStringClaim("xms_par_app_azp")).isEqualTo(BLUEPRINT);
    assertThat(new Client(simulator).chat("Authorization", "Bearer " + token).body())
        .contains("signed in as " + agent.objectId());
  }

  @Test
  void t1_itself_opens_nothing() throws Exception {
    blueprint.agentIdentity(AGENT);
    String t1 = firstStep().token();
    assertThat(new Client(simulator).chat("Authorization", "Bearer " + t1).statusCode())
        .isEqualTo(401);
  }

  @Test
  void a_blueprint_does_not_act_for_the_agent_identity_of_another() throws Exception {
    directory().register("9d17cc32-0000-4000-8000-000000000002").agentIdentity(AGENT);
    assertThat(secondStep(firstStep().token()).refusal())
        .startsWith("401 invalid_client AADSTS700213")
        .contains("presented assertion subject '/eid1/c/pub/t/");
  }

  @Test
  void a_blueprint_that_is_disabled_may_not_act() throws Exception {
    blueprint.agentIdentity(AGENT);
    blueprint.disable();
    assertThat(firstStep().refusal())
        .isEqualTo(
            "400 unauthorized_client AADSTS7000112: Application '" + BLUEPRINT + "' is disabled.");
    blueprint.recover();
    assertThat(firstStep().token()).isNotEmpty();
  }

  @Test
  void t1_of_the_blueprints_tenant_is_refused_in_the_agent_identitys() throws Exception {
    blueprint.availableIn(TENANT).agentIdentity(TENANT, AGENT);
    assertThat(secondStep(firstStep().token()).in(TENANT).refusal()).contains("AADSTS700211");
    assertThat(secondStep(firstStep().in(TENANT).token()).in(TENANT).token()).isNotEmpty();
  }

  @Test
  void the_managed_identity_alone_is_no_assertion_of_the_agent_identity() throws Exception {
    blueprint.agentIdentity(AGENT);
    assertThat(secondStep(simulator.identity().issue(EXCHANGE)).refusal()).contains("AADSTS700213");
  }

  @Test
  void an_agent_identity_that_is_not_there_is_not_found() throws Exception {
    assertThat(secondStep(firstStep().token()).refusal()).contains("AADSTS700016", AGENT);
  }

  @Test
  void both_steps_fail_alone() throws Exception {
    blueprint.agentIdentity(AGENT);
    String t1 = firstStep().token();
    simulator.identity().at(IdentityKind.AGENT_IDENTITY).failWith(503);
    try {
      assertThat(firstStep().send().statusCode()).isEqualTo(503);
      assertThat(secondStep(t1).send().statusCode()).isEqualTo(503);
    } finally {
      simulator.identity().recover();
    }
  }

  private static TokenForm firstStep() {
    return TokenForm.of(simulator, BLUEPRINT)
        .scope(EXCHANGE + "/.default")
        .with("fmi_path", AGENT)
        .assertion(simulator.identity().issue(EXCHANGE));
  }

  private static TokenForm secondStep(String t1) {
    return TokenForm.of(simulator, AGENT).assertion(t1);
  }

  private static EntraDirectory directory() {
    return simulator.identity().directory();
  }
}
