package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.identity.CredentialUnavailableException;
import io.foundryidentity.agent.core.token.SignInAttempt;
import io.foundryidentity.agent.core.token.SignInEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class CredentialChainTest {

  private final List<String> asked = new ArrayList<>();

  private Member member(String name, boolean tool, Supplier<AccessToken> answer) {
    return new Member(
        name,
        tool,
        () -> {
          asked.add(name);
          TokenCredential credential = request -> Mono.fromSupplier(answer);
          return credential;
        });
  }

  private static AccessToken token(String value) {
    return new AccessToken(value, OffsetDateTime.now(ZoneOffset.UTC).plusHours(1));
  }

  private static AccessToken unavailable() {
    throw new CredentialUnavailableException("not here");
  }

  private static AccessToken refused() {
    throw new ClientAuthenticationException("refused", null);
  }

  private static String answer(CredentialChain chain) {
    return chain.token(new TokenRequestContext().addScopes("s/.default")).getToken();
  }

  @Test
  void members_are_asked_in_turn_and_the_first_that_answers_is_kept() {
    CredentialChain chain =
        new CredentialChain(
            List.of(
                member("one", false, CredentialChainTest::unavailable),
                member("two", false, () -> token("second")),
                member("three", false, () -> token("third"))));
    assertThat(answer(chain)).isEqualTo("second");
    assertThat(answer(chain)).isEqualTo("second");
    assertThat(asked).containsExactly("one", "two", "two");
  }

  @Test
  void a_member_that_is_set_up_and_refused_ends_the_search() {
    CredentialChain chain =
        new CredentialChain(
            List.of(
                member("one", false, CredentialChainTest::refused),
                member("two", false, () -> token("another identity"))));
    assertThatThrownBy(() -> answer(chain)).hasMessageContaining("one: refused");
    assertThat(asked).containsExactly("one");
  }

  @Test
  void a_failure_that_the_library_calls_unavailable_ends_the_search_too() {
    CredentialChain chain =
        new CredentialChain(
            List.of(
                member(
                    "one",
                    false,
                    () -> {
                      throw new CredentialUnavailableException(
                          "not available", new IOException("no route to the authority"));
                    }),
                member("two", false, () -> token("another identity"))));
    assertThatThrownBy(() -> answer(chain)).hasMessageContaining("no route to the authority");
    assertThat(asked).containsExactly("one");
  }

  @Test
  void an_answer_of_an_identity_service_ends_the_search_whatever_the_library_calls_it() {
    LastAnswer last = new LastAnswer();
    CredentialChain chain =
        new CredentialChain(
            List.of(
                member(
                    "one",
                    false,
                    () -> {
                      last.note(
                          answer(504, "{\"error\":\"busy\",\"error_description\":\"later\"}"));
                      throw new CredentialUnavailableException(
                          "[Managed Identity] Authentication unavailable. A gateway error.");
                    }),
                member("two", false, () -> token("another identity"))),
            SignInEvents.NONE,
            last);
    assertThatThrownBy(() -> answer(chain)).hasMessage("one: HTTP 504: later");
    assertThat(asked).containsExactly("one");
  }

  @Test
  void a_developers_tool_is_passed_over_whatever_its_failure() {
    CredentialChain chain =
        new CredentialChain(
            List.of(
                member("one", true, CredentialChainTest::refused),
                member("two", true, () -> token("second"))));
    assertThat(answer(chain)).isEqualTo("second");
  }

  @Test
  void a_member_without_its_library_is_passed_over() {
    CredentialChain chain =
        new CredentialChain(
            List.of(
                member(
                    "one",
                    false,
                    () -> {
                      throw new NoClassDefFoundError("com/sun/jna/Platform");
                    }),
                member("two", false, () -> token("second"))));
    assertThat(answer(chain)).isEqualTo("second");
  }

  @Test
  void the_credential_that_got_furthest_is_told_first() {
    LastAnswer last = new LastAnswer();
    CredentialChain chain =
        new CredentialChain(
            List.of(
                member("one", false, CredentialChainTest::unavailable),
                member(
                    "two",
                    false,
                    () -> {
                      last.note(answer(500, "{\"error\":\"busy\",\"message\":\"not now\"}"));
                      throw new ClientAuthenticationException("text of the library", null);
                    })),
            SignInEvents.NONE,
            last);

    assertThatThrownBy(() -> answer(chain))
        .hasMessage("two: HTTP 500: not now; also tried: one: not here")
        .satisfies(
            failure -> {
              List<SignInAttempt> attempts = ((NoTokenException) failure).attempts();
              SignInAttempt furthest = SignInAttempt.furthest(attempts);
              assertThat(attempts).hasSize(2);
              assertThat(furthest.result()).isEqualTo(SignInAttempt.Result.ANSWERED);
              assertThat(furthest.status()).isEqualTo(500);
              assertThat(furthest.code()).isEqualTo("busy");
            });
  }

  @Test
  void a_variable_that_cannot_be_right_is_named_after_the_failure_only() {
    Member blank =
        new Member(
            "one",
            false,
            () -> request -> Mono.fromSupplier(CredentialChainTest::refused),
            () -> "SECRET ends in a line break");
    Member good =
        new Member(
            "two",
            false,
            () -> request -> Mono.fromSupplier(() -> token("second")),
            () -> "SECRET ends in a line break");

    assertThat(answer(new CredentialChain(List.of(good)))).isEqualTo("second");
    assertThatThrownBy(() -> answer(new CredentialChain(List.of(blank))))
        .hasMessage("SECRET ends in a line break; refused")
        .satisfies(
            failure ->
                assertThat(((NoTokenException) failure).attempts().get(0).result())
                    .isEqualTo(SignInAttempt.Result.SETTING_WRONG));
  }

  private static IdentityAnswer answer(int status, String body) {
    return IdentityAnswer.of(status, name -> null, body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void when_none_answers_every_reason_is_told() {
    CredentialChain chain =
        new CredentialChain(
            List.of(
                member("one", false, CredentialChainTest::unavailable),
                member("two", true, CredentialChainTest::refused)));
    assertThatThrownBy(() -> answer(chain))
        .hasMessage("no credential answered: one: not here; two: refused");
  }
}
