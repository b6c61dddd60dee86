package io.foundryidentity.agent.azure;

import io.foundryidentity.agent.core.diagnosis.TokenClaims;
import io.foundryidentity.agent.core.output.KnownSecrets;
import io.foundryidentity.agent.core.token.ClientAssertion;
import io.foundryidentity.agent.core.token.Clock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Paths;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A token that somebody else keeps fresh in a file, as Kubernetes and SPIFFE do: read again each
 * time, as it may have been replaced.
 *
 * <p>What cannot be accepted is not sent: the message is clearer than Entra ID's.
 */
final class FileAssertion implements AssertionSource {

  /** No token is this long. */
  private static final int LONGEST = 64 * 1024;

  private final String setting;
  private final String path;
  private final @Nullable String audience;
  private final Clock clock;

  /**
   * @param setting the key or the variable that names the file
   * @param clock this machine's, by which the token's expiry counts
   */
  FileAssertion(String setting, ClientAssertion assertion, Clock clock) {
    this.setting = setting;
    path = String.valueOf(assertion.file());
    audience = assertion.audience();
    this.clock = clock;
  }

  @Override
  public String name() {
    return "token file " + path;
  }

  @Override
  public String step() {
    return "token file";
  }

  @Override
  public boolean isReadEachTime() {
    return true;
  }

  @Override
  public String assertion() {
    Members.requireFile(setting, path);
    String value = read().trim();
    if (value.isEmpty()) {
      throw wrong("is empty: whoever writes the token there has not done it yet");
    }
    KnownSecrets.add(value);
    check(value);
    return value;
  }

  private void check(String value) {
    TokenClaims claims = TokenClaims.of(value);
    if (value.length() > LONGEST || claims.isOpaque() || !isOfJwt(value)) {
      throw wrong(
          "does not hold a JWT (three parts with dots between them, and nothing else): name the"
              + " file that has the token itself");
    }
    long expiry = claims.expiresAtMillis();
    long now = clock.epochMillis();
    if (expiry > 0 && expiry <= now) {
      throw wrong(
          "holds a token that expired at "
              + time(expiry)
              + ", and it is "
              + time(now)
              + " now: whoever renews the file no longer does it");
    }
    String own = claims.audience();
    if (audience != null && own != null && !audience.equals(own)) {
      throw wrong(
          "holds a token for the audience "
              + FailureText.clean(own)
              + ", and audience="
              + FailureText.clean(audience)
              + " asks for another one: project the token for that audience, or change the key");
    }
  }

  private static boolean isOfJwt(String value) {
    int dots = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      dots += c == '.' ? 1 : 0;
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '_' && c != '.' && c != '=') {
        return false;
      }
    }
    return dots == 2;
  }

  private String read() {
    try {
      return new String(SmallFile.read(Paths.get(path), LONGEST), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw wrong("cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private WrongSettingException wrong(String what) {
    return new WrongSettingException(setting + " names the file " + path + ", which " + what);
  }

  private static Instant time(long epochMillis) {
    return Instant.ofEpochMilli(epochMillis).truncatedTo(ChronoUnit.SECONDS);
  }
}
