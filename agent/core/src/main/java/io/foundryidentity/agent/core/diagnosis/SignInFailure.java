package io.foundryidentity.agent.core.diagnosis;

import io.foundryidentity.agent.core.token.ClientAssertion;
import io.foundryidentity.agent.core.token.Identity;
import io.foundryidentity.agent.core.token.PresentedAssertion;
import io.foundryidentity.agent.core.token.SignInAttempt;
import io.foundryidentity.agent.core.token.TokenSourceException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A sign-in that failed, as the diagnoses read it; a value without secrets. */
final class SignInFailure {

  private final List<SignInAttempt> attempts;
  private final @Nullable SignInAttempt furthest;
  private final String reason;
  private final Asked asked;
  private final Platform platform;

  SignInFailure(TokenSourceException failure, Asked asked, Map<String, String> environment) {
    this.attempts = failure.attempts();
    this.furthest = SignInAttempt.furthest(attempts);
    this.reason = furthest == null ? String.valueOf(failure.getMessage()) : furthest.reason();
    this.asked = asked;
    this.platform = new Platform(environment);
  }

  List<SignInAttempt> attempts() {
    return attempts;
  }

  /** The attempt that explains the failure; null if no credential was tried. */
  @Nullable SignInAttempt furthest() {
    return furthest;
  }

  @Nullable PresentedAssertion assertion() {
    return furthest == null ? null : furthest.assertion();
  }

  String reason() {
    return reason;
  }

  Asked asked() {
    return asked;
  }

  Platform platform() {
    return platform;
  }

  Identity identity() {
    return asked.identity();
  }

  /** What to write into a command for the client id. */
  String clientId() {
    String id = PlainText.word(identity().clientId());
    return id == null ? "<client id>" : id;
  }

  boolean isAgentIdentity() {
    return identity().credential().equals("agent-identity");
  }

  /** What to write into a command for the client id of the blueprint. */
  String blueprintClientId() {
    String id = PlainText.word(identity().blueprintClientId());
    return id == null ? "<client id of the blueprint>" : id;
  }

  /** Whether it is at that step of a sign-in with an assertion. */
  boolean isAtStep(String step) {
    return furthest != null && furthest.credential().endsWith("(" + step + ")");
  }

  /** The client id of the user-assigned managed identity that was asked for; null if none was. */
  @Nullable String managedClientId() {
    ClientAssertion assertion = identity().assertion();
    return assertion == null ? identity().clientId() : assertion.clientId();
  }

  @Nullable String managedResourceId() {
    ClientAssertion assertion = identity().assertion();
    return assertion == null ? identity().resourceId() : assertion.resourceId();
  }

  /** The keys with which the managed identity is selected begin with this. */
  String managedPrefix() {
    return identity().assertion() == null ? "" : "assertion-";
  }

  /** The file that holds this workload's assertion; null if there is none. */
  @Nullable String tokenFile() {
    ClientAssertion assertion = identity().assertion();
    return assertion == null ? platform.tokenFile() : assertion.file();
  }

  /** What to write into a command for the tenant. */
  String tenantId() {
    String id = PlainText.word(identity().tenantId());
    return id == null ? "<tenant>" : id;
  }

  /** The reason without its full stop. */
  String told() {
    String text = PlainText.of(reason);
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  boolean says(String words) {
    return reason.toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT));
  }
}
