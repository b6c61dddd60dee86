package io.foundryidentity.agent.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import io.foundryidentity.agent.azure.KeptAssertion.Assertion;
import io.foundryidentity.agent.core.diagnosis.TokenClaims;
import io.foundryidentity.agent.core.output.KnownSecrets;
import io.foundryidentity.agent.core.targets.Cloud;
import io.foundryidentity.agent.core.token.ClientAssertion;
import io.foundryidentity.agent.core.token.Clock;
import io.foundryidentity.agent.core.token.Identity;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Signs in with an assertion of another identity: as an app registration in one step, or as an
 * agent identity in two.
 *
 * <pre>
 *   federated:       assertion -> app registration
 *   agent-identity:  assertion -> blueprint, which gives T1 -> agent identity
 * </pre>
 *
 * <p>The assertion and T1 are kept ({@link KeptAssertion}). One that Entra ID refuses is made again
 * once within the same fetch, as it may have been revoked since; a refusal of a new one is the
 * result. So at most two requests for each step.
 */
final class Federation implements TokenCredential {

  private static final String FEDERATED = "federated";

  private final Identity identity;
  private final Members members;
  private final AssertionSource source;
  private final KeptAssertion assertion;
  private final KeptAssertion blueprintToken;
  private final Blueprint blueprint;
  private final FetchThreads threads;
  private final IssuerClock sourceClock;
  private final IssuerClock clock;
  private final LastAnswer last;
  private final Member member;

  Federation(
      Identity identity,
      Members members,
      AssertionSource source,
      KeptAssertions kept,
      String audience,
      Requests requests,
      IssuerClock sourceClock,
      IssuerClock clock) {
    this.identity = identity;
    this.members = members;
    this.source = source;
    this.threads = requests.threads();
    this.last = requests.last();
    this.sourceClock = sourceClock;
    this.clock = clock;
    // The authority too: two clouds may have the same settings otherwise
    assertion = kept.of(Arrays.asList(identity.assertion(), members.authorityHost()), audience);
    blueprintToken = kept.of(identity, audience);
    blueprint = new Blueprint(identity, members, threads);
    member = new Member(identity.credential(), false, () -> this);
    member.signsInAs(chain());
  }

  /**
   * The member of a chain that signs in so.
   *
   * @param identity has an assertion
   * @param members of that identity
   * @param environment the process's variables
   * @param clock the clock of Entra ID
   * @param kept the assertions of all identities
   */
  static Member of(
      Identity identity,
      Members members,
      Map<String, String> environment,
      Requests requests,
      IssuerClock clock,
      KeptAssertions kept) {
    ClientAssertion given = Objects.requireNonNull(identity.assertion());
    String named = given.audience();
    String audience = named == null ? Cloud.tokenExchangeAudience(members.authorityHost()) : named;
    IssuerClock sourceClock = new IssuerClock(Clock.system());
    AssertionSources.Clients clients =
        new AssertionSources.Clients() {
          @Override
          public Members members(Identity giver, IdentityEnvironment variables) {
            return requests.members(giver, variables, sourceClock);
          }

          @Override
          public DirectHttpClient direct() {
            return requests.direct(sourceClock);
          }
        };
    AssertionSource source =
        new AssertionSources(identity, audience, environment, clients).source();
    return new Federation(identity, members, source, kept, audience, requests, sourceClock, clock)
        .member();
  }

  /** The member of a chain that signs in so. */
  Member member() {
    return member;
  }

  private String chain() {
    String tenant = " in tenant " + identity.tenantId();
    return source.name()
        + (identity.credential().equals(FEDERATED)
            ? " -> app registration " + identity.clientId()
            : " -> blueprint "
                + identity.blueprintClientId()
                + " -> agent identity "
                + identity.clientId())
        + tenant;
  }

  @Override
  public Mono<AccessToken> getToken(TokenRequestContext request) {
    return Mono.fromCallable(() -> getTokenSync(request));
  }

  @Override
  public AccessToken getTokenSync(TokenRequestContext request) {
    member.at(source.step());
    return identity.credential().equals(FEDERATED)
        ? with(assertion, this::assertion, "app registration", value -> signIn(value, request))
        : with(
            blueprintToken,
            this::blueprintToken,
            "agent identity",
            value -> signIn(value, request));
  }

  private AccessToken signIn(String value, TokenRequestContext request) {
    return members.withAssertion(value).getTokenSync(request);
  }

  private Assertion assertion() {
    member.at(source.step());
    last.forget();
    sourceClock.begin();
    String value = source.assertion();
    KnownSecrets.add(value);
    boolean kept = !source.isReadEachTime() && TokenClaims.of(value).expiresAtMillis() > 0;
    return new Assertion(value, kept ? sourceClock.expiry(value, Long.MAX_VALUE) : 0);
  }

  private Assertion blueprintToken() {
    AccessToken token = with(assertion, this::assertion, "blueprint", blueprint::token);
    String value = token.getToken();
    KnownSecrets.add(value);
    long expiry = token.getExpiresAt().toInstant().toEpochMilli();
    return new Assertion(value, clock.expiry(value, expiry));
  }

  private AccessToken with(
      KeptAssertion kept,
      KeptAssertion.Maker maker,
      String step,
      Function<String, AccessToken> use) {
    Made made = new Made(maker);
    Assertion given = kept.take(made, threads.endNanos());
    try {
      member.at(step);
      return use.apply(given.value);
    } catch (RuntimeException e) {
      if (!isRefusal()) {
        throw e;
      }
      kept.refused(given);
      if (made.last == given) {
        throw e;
      }
    }
    given = kept.take(made, threads.endNanos());
    try {
      member.at(step);
      return use.apply(given.value);
    } catch (RuntimeException e) {
      if (isRefusal()) {
        kept.refused(given);
      }
      throw e;
    }
  }

  /** Whether the service refused the assertion, and not the scope or the client. */
  private boolean isRefusal() {
    IdentityAnswer answer = last.get();
    String code = answer == null ? null : answer.code();
    return "invalid_client".equals(code)
        || "invalid_grant".equals(code)
        || (answer != null && String.valueOf(answer.text()).contains("AADSTS70021"));
  }

  /** Knows whether an assertion was made for this fetch. */
  private static final class Made implements KeptAssertion.Maker {

    private final KeptAssertion.Maker maker;
    private @Nullable Assertion last;

    Made(KeptAssertion.Maker maker) {
      this.maker = maker;
    }

    @Override
    public Assertion make() {
      last = maker.make();
      return last;
    }
  }
}
