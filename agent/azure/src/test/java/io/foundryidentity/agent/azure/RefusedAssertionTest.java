package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import io.foundryidentity.agent.core.token.ClientAssertion;
import io.foundryidentity.agent.core.token.Clock;
import io.foundryidentity.agent.core.token.Identity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What becomes of an assertion that Entra ID refuses, with the library's real requests. */
class RefusedAssertionTest {

  private static final String BLUEPRINT = "9d17cc32-c91b-4368-8494-1b29ccb0dbcf";
  private static final String AGENT = "5081ddac-3d33-4766-98fe-80c38c5ce554";
  private static final String TENANT = "7e9a0000-0000-4000-8000-0000000000bb";
  private static final String REFUSED =
      "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS700024: expired.\"}";

  private final FetchThreads threads = new AgentThreads().ofSource();
  private final LastAnswer last = new LastAnswer();
  private final KeptAssertions kept = new KeptAssertions(Clock.system());

  /** What was asked of Entra ID, in order: who asked, with which assertion. */
  private final List<String> asked = new ArrayList<>();

  private final List<String> refused = new ArrayList<>();
  private String answer = REFUSED;
  private int assertions;
  private int firstTokens;

  @BeforeEach
  void begin() throws InterruptedException {
    assertThat(threads.begin(Duration.ofSeconds(30))).isTrue();
  }

  @AfterEach
  void end() {
    threads.end();
  }

  private Federation signIn(String credential) {
    Identity identity =
        new Identity(credential, AGENT, TENANT, null, null, null)
            .withBlueprint(BLUEPRINT)
            .with(new ClientAssertion("managed-identity", null, null, null, null));
    IdentityEnvironment variables = new IdentityEnvironment(Map.of(), identity);
    HttpClient http = new CheckedHttpClient(new Entra(), last);
    Members members = new Members(identity, variables, http, binding -> http, null, threads);
    IssuerClock clock = new IssuerClock(Clock.system());
    return new Federation(
        identity,
        members,
        new Source(),
        kept,
        "api://AzureADTokenExchange",
        new Requests(null, threads, last, () -> false),
        clock,
        clock);
  }

  private static String token(Federation federation) {
    AccessToken token =
        federation.getTokenSync(
            new TokenRequestContext().addScopes("https://ai.azure.com/.default"));
    return token.getToken();
  }

  private static String jwt(String name) {
    long expiry = System.currentTimeMillis() / 1000 + 3600;
    String claims = "{\"sub\":\"" + name + "\",\"exp\":" + expiry + "}";
    return "eyJhbGciOiJSUzI1NiJ9."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + ".c2lnbmF0dXJl";
  }

  private static String name(String jwt) {
    String claims =
        new String(Base64.getUrlDecoder().decode(jwt.split("\\.", -1)[1]), StandardCharsets.UTF_8);
    return claims.split("\"", -1)[3];
  }

  @Test
  void a_kept_assertion_that_is_refused_is_made_anew_once() {
    Federation federation = signIn("federated");
    assertThat(name(token(federation))).isEqualTo("token");
    refused.add("assertion 1");
    assertThat(name(token(federation))).isEqualTo("token");
    assertThat(asked)
        .containsExactly("agent: assertion 1", "agent: assertion 1", "agent: assertion 2");
  }

  @Test
  void a_refused_new_assertion_is_the_result_and_is_not_kept() {
    Federation federation = signIn("federated");
    refused.add("assertion 1");
    assertThatThrownBy(() -> token(federation)).hasMessageContaining("AADSTS700024");
    assertThat(asked).containsExactly("agent: assertion 1");
    assertThat(name(token(federation))).isEqualTo("token");
    assertThat(asked).endsWith("agent: assertion 2");
  }

  @Test
  void another_refusal_leaves_the_assertion_as_it_is() {
    Federation federation = signIn("federated");
    token(federation);
    answer = "{\"error\":\"invalid_resource\",\"error_description\":\"AADSTS500011: unknown\"}";
    refused.add("assertion 1");
    assertThatThrownBy(() -> token(federation)).hasMessageContaining("AADSTS500011");
    refused.clear();
    token(federation);
    assertThat(assertions).isOne();
  }

  @Test
  void a_refused_t1_is_made_anew_with_the_assertion_that_is_there() {
    Federation federation = signIn("agent-identity");
    token(federation);
    refused.add("T1 1");
    token(federation);
    assertThat(asked)
        .containsExactly(
            "blueprint for " + AGENT + ": assertion 1",
            "agent: T1 1",
            "agent: T1 1",
            "blueprint for " + AGENT + ": assertion 1",
            "agent: T1 2");
  }

  @Test
  void if_the_blueprint_refuses_the_kept_assertion_it_gets_another_one() {
    Federation federation = signIn("agent-identity");
    token(federation);
    refused.add("T1 1");
    refused.add("assertion 1");
    assertThat(name(token(federation))).isEqualTo("token");
    assertThat(asked.subList(2, asked.size()))
        .containsExactly(
            "agent: T1 1",
            "blueprint for " + AGENT + ": assertion 1",
            "blueprint for " + AGENT + ": assertion 2",
            "agent: T1 2");
  }

  private final class Source implements AssertionSource {
    @Override
    public String name() {
      return "test";
    }

    @Override
    public String step() {
      return "test";
    }

    @Override
    public boolean isReadEachTime() {
      return false;
    }

    @Override
    public String assertion() {
      assertions++;
      return jwt("assertion " + assertions);
    }
  }

  private final class Entra implements HttpClient {
    @Override
    public Mono<HttpResponse> send(HttpRequest request) {
      return Mono.fromCallable(() -> sendSync(request, Context.NONE));
    }

    @Override
    public HttpResponse sendSync(HttpRequest request, Context context) {
      Map<String, String> form = new HashMap<>();
      for (String pair : request.getBodyAsBinaryData().toString().split("&", -1)) {
        form.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
      }
      String assertion = name(form.get("client_assertion"));
      boolean first = form.get("client_id").equals(BLUEPRINT);
      asked.add((first ? "blueprint for " + form.get("fmi_path") : "agent") + ": " + assertion);
      if (refused.contains(assertion)) {
        return answered(request, 401, answer);
      }
      firstTokens += first ? 1 : 0;
      String token = jwt(first ? "T1 " + firstTokens : "token");
      return answered(
          request,
          200,
          "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"" + token + "\"}");
    }

    private HttpResponse answered(HttpRequest request, int status, String body) {
      return new BufferedResponse(
          request, IdentityAnswer.of(status, name -> null, body.getBytes(StandardCharsets.UTF_8)));
    }
  }
}
