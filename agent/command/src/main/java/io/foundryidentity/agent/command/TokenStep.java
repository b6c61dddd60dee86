package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.diagnosis.ClockSkew;
import io.foundryidentity.agent.core.diagnosis.Explanation;
import io.foundryidentity.agent.core.diagnosis.Shell;
import io.foundryidentity.agent.core.diagnosis.TokenClaims;
import io.foundryidentity.agent.core.token.BearerToken;
import org.jspecify.annotations.Nullable;

/** Reads the token's claims, and never prints the token. */
final class TokenStep implements Step {

  private static final long NOTEWORTHY_SKEW = 60_000;

  @Override
  public String name() {
    return "token";
  }

  @Override
  public int exitCode() {
    return CheckCommand.NO_TOKEN;
  }

  @Override
  public StepResult run(Examination examination) {
    BearerToken token = examination.token();
    if (token == null) {
      return StepResult.skipped("there is none");
    }
    long now = System.currentTimeMillis();
    TokenClaims claims = examination.claims();
    String left = minutes(token.expiresAtMillis() - now);
    String detail =
        claims.isOpaque()
            ? "opaque, for the scope " + examination.scope() + "; " + left + " left"
            : "for " + claims.audience() + "; " + left + " left";
    Explanation skew = ClockSkew.explain(0, claims, now, NOTEWORTHY_SKEW, Shell.ofThisMachine());
    StepResult result = skew == null ? StepResult.ok(detail) : StepResult.note(detail, skew);
    line(result, "tenant", claims.tenantId());
    line(result, "object id", claims.objectId());
    line(result, claims.isUser() ? "client" : "application (client) id", claims.applicationId());
    line(result, "identity of", claims.identityResourceId());
    return result
        .fact("audience", claims.audience())
        .fact("tenantId", claims.tenantId())
        .fact("objectId", claims.objectId())
        .fact("applicationId", claims.applicationId())
        .fact("identityResourceId", claims.identityResourceId())
        .fact("user", claims.isOpaque() ? null : claims.isUser())
        .fact("expiresAt", token.expiresAtMillis())
        .fact("opaque", claims.isOpaque());
  }

  private static void line(StepResult result, String name, @Nullable String value) {
    if (value != null) {
      result.line(name + " " + value);
    }
  }

  static String minutes(long millis) {
    long seconds = millis / 1000;
    return seconds < 120
        ? seconds + " s"
        : seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
  }
}
