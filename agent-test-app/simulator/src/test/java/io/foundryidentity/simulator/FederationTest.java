package io.foundryidentity.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An application that accepts assertions: of managed identities, and of issuers elsewhere. */
final class FederationTest {
  private static final String CLIENT = "a9c00000-0000-4000-8000-000000000001";
  private static final String OTHER_TENANT = "7e9a0000-0000-4000-8000-0000000000bb";
  private static final String EXCHANGE = "api://AzureADTokenExchange";
  private static final String GITHUB = "https://token.actions.githubusercontent.com";
  private static final String SUBJECT = "repo:contoso/orders:ref:refs/heads/main";
  private static final String CHECK =
      " Check your federated identity credential Subject, Audience and Issuer against the presented"
          + " assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation";

  private static Simulator simulator;

  @BeforeAll
  static void start() {
    simulator = Simulator.builder().start();
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @AfterEach
  void forget() {
    directory().clear();
    simulator.foundry().acceptAll();
  }

  @Test
  void a_managed_identity_signs_an_application_in() throws Exception {
    AppRegistration application = register();
    application.trustsManagedIdentity(simulator.identity().systemAssignedObjectId());
    String token = request(simulator.identity().issue(EXCHANGE)).token();
    assertThat(claims(token).getStringClaim("appid")).isEqualTo(CLIENT);
    assertThat(new Client(simulator).chat("Authorization", "Bearer " + token).body())
        .contains("signed in as " + application.objectId());
  }

  @Test
  void a_managed_identitys_token_for_the_exchange_has_version_2() throws Exception {
    JWTClaimsSet claims = claims(simulator.identity().issue(EXCHANGE));
    assertThat(claims.getIssuer())
        .isEqualTo(
            "https://login.microsoftonline.com/" + simulator.identity().tenantId() + "/v2.0");
    assertThat(claims.getAudience()).containsExactly("fb60f99c-7a34-4190-8149-302f77469936");
    assertThat(claims.getSubject()).isEqualTo(simulator.identity().systemAssignedObjectId());
    assertThat(claims.getStringClaim("ver")).isEqualTo("2.0");
  }

  @Test
  void another_tenant_where_the_application_is_available_gives_its_own_tokens() throws Exception {
    register()
        .trustsManagedIdentity(simulator.identity().systemAssignedObjectId())
        .availableIn(OTHER_TENANT);
    simulator.foundry().belongTo(OTHER_TENANT);
    String token = request(simulator.identity().issue(EXCHANGE)).in(OTHER_TENANT).token();
    assertThat(claims(token).getStringClaim("tid")).isEqualTo(OTHER_TENANT);
    assertThat(new Client(simulator).chat("Authorization", "Bearer " + token).statusCode())
        .isEqualTo(200);
  }

  @Test
  void an_issuer_elsewhere_signs_an_application_in() throws Exception {
    register().trusts(GITHUB, SUBJECT, EXCHANGE);
    assertThat(request(github().token(SUBJECT, EXCHANGE)).token()).isNotEmpty();
  }

  @Test
  void the_clusters_token_signs_a_registered_application_in() throws Exception {
    register()
        .trusts(
            "https://cluster.simulator.example/",
            "system:serviceaccount:default:simulator",
            EXCHANGE);
    assertThat(request(simulator.identity().newFederatedToken()).token()).isNotEmpty();
  }

  @Test
  void another_issuer_is_named() throws Exception {
    register().trusts(GITHUB + "/contoso", SUBJECT, EXCHANGE);
    assertThat(request(github().token(SUBJECT, EXCHANGE)).refusal())
        .isEqualTo(
            "401 invalid_client AADSTS700211: No matching federated identity record found for"
                + " presented assertion issuer 'https://token.actions.githubusercontent.com'."
                + CHECK);
  }

  @Test
  void another_subject_is_named() throws Exception {
    register().trusts(GITHUB, "repo:contoso/orders:environment:production", EXCHANGE);
    assertThat(request(github().token(SUBJECT, EXCHANGE)).refusal())
        .isEqualTo(
            "401 invalid_client AADSTS700213: No matching federated identity record found for"
                + " presented assertion subject 'repo:contoso/orders:ref:refs/heads/main'."
                + CHECK);
  }

  @Test
  void a_subject_in_other_letters_case_has_a_code_of_its_own() throws Exception {
    register().trusts(GITHUB, "repo:Contoso/orders:ref:refs/heads/main", EXCHANGE);
    assertThat(request(github().token(SUBJECT, EXCHANGE)).refusal())
        .startsWith("401 invalid_client AADSTS7002138: No matching")
        .contains("The subject matches with case-insensitive comparison, but not with");
  }

  @Test
  void another_audience_is_named() throws Exception {
    register().trusts(GITHUB, SUBJECT, EXCHANGE);
    assertThat(request(github().token(SUBJECT, "https://github.com/contoso")).refusal())
        .isEqualTo(
            "401 invalid_client AADSTS700212: No matching federated identity record found for"
                + " presented assertion audience 'https://github.com/contoso'."
                + CHECK);
  }

  @Test
  void a_managed_identitys_token_for_foundry_is_of_another_issuer() throws Exception {
    register().trustsManagedIdentity(simulator.identity().systemAssignedObjectId());
    assertThat(request(simulator.identity().issue("https://ai.azure.com")).refusal())
        .contains("AADSTS700211", "'https://sts.windows.net/");
  }

  @Test
  void the_general_text_lists_what_was_presented() throws Exception {
    directory().generalErrors(true);
    register().trusts(GITHUB, "another", EXCHANGE);
    assertThat(request(github().token(SUBJECT, EXCHANGE)).refusal())
        .startsWith(
            "400 invalid_request AADSTS70021: No matching federated identity record found for"
                + " presented assertion. Assertion Issuer: '"
                + GITHUB
                + "'. Assertion Subject: '"
                + SUBJECT
                + "'. Assertion Audience: '"
                + EXCHANGE
                + "'.");
  }

  @Test
  void an_application_without_a_federated_credential_says_so() throws Exception {
    register();
    assertThat(request(github().token(SUBJECT, EXCHANGE)).refusal())
        .isEqualTo(
            "401 invalid_client AADSTS70025: The client '"
                + CLIENT
                + "' has no configured federated identity credentials.");
  }

  @Test
  void an_expired_assertion_is_refused_with_its_times() throws Exception {
    register().trusts(GITHUB, SUBJECT, EXCHANGE);
    String expired = github().token(SUBJECT, EXCHANGE, Duration.ofSeconds(-5));
    assertThat(request(expired).refusal())
        .startsWith(
            "401 invalid_client AADSTS700024: Client assertion is not within its valid time range."
                + " Current time: ")
        .contains(
            ", assertion valid from ",
            ", expiry time of assertion " + claims(expired).getExpirationTime().toInstant());
  }

  @Test
  void a_signature_of_another_key_is_refused() throws Exception {
    register().trusts(GITHUB, SUBJECT, EXCHANGE);
    assertThat(request(github().forgedToken(SUBJECT, EXCHANGE)).refusal())
        .startsWith("401 invalid_client AADSTS700027: Client assertion failed signature");
  }

  @Test
  void an_issuer_whose_keys_cannot_be_read_is_refused() throws Exception {
    register().trusts("https://unknown.example", SUBJECT, EXCHANGE);
    KnownIssuer unknown = new KnownIssuer("https://unknown.example", Clock.systemUTC(), null);
    assertThat(request(unknown.token(SUBJECT, EXCHANGE)).refusal())
        .contains("AADSTS700027", "The key was not found.");
  }

  @Test
  void a_tenant_that_is_not_there_is_not_found() throws Exception {
    register().trustsManagedIdentity(simulator.identity().systemAssignedObjectId());
    assertThat(request(simulator.identity().issue(EXCHANGE)).in(OTHER_TENANT + "0").refusal())
        .startsWith(
            "400 invalid_request AADSTS90002: Tenant '"
                + OTHER_TENANT
                + "0' not found. Check to make sure you have the correct tenant ID");
  }

  @Test
  void an_application_that_is_not_registered_is_not_found() throws Exception {
    assertThat(request(simulator.identity().issue(EXCHANGE)).refusal())
        .startsWith(
            "400 unauthorized_client AADSTS700016: Application with identifier '"
                + CLIENT
                + "' was not found in the directory '"
                + simulator.identity().tenantId()
                + "'.");
  }

  @Test
  void an_application_of_one_tenant_is_not_found_in_another() throws Exception {
    register().trustsManagedIdentity(simulator.identity().systemAssignedObjectId());
    directory().register(OTHER_TENANT, "a9c00000-0000-4000-8000-000000000002");
    assertThat(request(simulator.identity().issue(EXCHANGE)).in(OTHER_TENANT).refusal())
        .contains("AADSTS700016");
  }

  @Test
  void an_application_of_many_tenants_needs_a_service_principal_in_each() throws Exception {
    String third = "7e9a0000-0000-4000-8000-0000000000cc";
    directory().register(third, "a9c00000-0000-4000-8000-000000000003");
    register()
        .trustsManagedIdentity(simulator.identity().systemAssignedObjectId())
        .availableIn(OTHER_TENANT);
    assertThat(request(simulator.identity().issue(EXCHANGE)).in(third).refusal())
        .startsWith("401 invalid_client AADSTS7000229: The client application " + CLIENT);
  }

  @Test
  void a_deleted_account_is_not_found() throws Exception {
    AppRegistration application = register();
    application.trustsManagedIdentity(simulator.identity().systemAssignedObjectId());
    application.deleteAccount();
    assertThat(request(simulator.identity().issue(EXCHANGE)).refusal())
        .startsWith("400 invalid_grant AADSTS50034: The user account {EUII Hidden} does not exist");
  }

  @Test
  void a_resource_without_a_service_principal_is_not_found() throws Exception {
    register().trustsManagedIdentity(simulator.identity().systemAssignedObjectId());
    directory().removeResource("https://ai.azure.com");
    assertThat(request(simulator.identity().issue(EXCHANGE)).refusal())
        .startsWith(
            "400 invalid_resource AADSTS500011: The resource principal named https://ai.azure.com"
                + " was not found in the tenant named "
                + simulator.identity().tenantId()
                + ".");
  }

  @Test
  void a_registered_application_has_a_secret_of_its_own() throws Exception {
    AppRegistration application = register();
    TokenForm form = TokenForm.of(simulator, CLIENT);
    assertThat(form.with("client_secret", application.secret()).token()).isNotEmpty();
    assertThat(form.with("client_secret", simulator.identity().clientSecret()).refusal())
        .startsWith("401 invalid_client AADSTS7000215: Invalid client secret provided.")
        .endsWith("for a secret added to app '" + CLIENT + "'.");
  }

  @Test
  void an_application_can_fail_alone() throws Exception {
    register().trustsManagedIdentity(simulator.identity().systemAssignedObjectId());
    simulator.identity().at(IdentityKind.FEDERATED).failWith(503);
    try {
      assertThat(request(simulator.identity().issue(EXCHANGE)).send().statusCode()).isEqualTo(503);
    } finally {
      simulator.identity().recover();
    }
  }

  private static AppRegistration register() {
    return directory().register(CLIENT);
  }

  private static EntraDirectory directory() {
    return simulator.identity().directory();
  }

  private static KnownIssuer github() {
    return directory().issuer(GITHUB);
  }

  private static TokenForm request(String assertion) {
    return TokenForm.of(simulator, CLIENT).assertion(assertion);
  }

  private static JWTClaimsSet claims(String token) throws Exception {
    return SignedJWT.parse(token).getJWTClaimsSet();
  }
}
