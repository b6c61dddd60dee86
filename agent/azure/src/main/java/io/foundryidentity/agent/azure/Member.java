package io.foundryidentity.agent.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.identity.CredentialUnavailableException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One way to sign in, with the name that DefaultAzureCredential gives it. */
final class Member {

  /** Makes a new credential for each token, as a new one has no cached token. */
  interface Maker {

    /**
     * Makes the credential.
     *
     * @throws CredentialUnavailableException if this machine cannot sign in this way; the message
     *     says why
     */
    TokenCredential make();
  }

  /** Completes what is told of an answer without a token. */
  interface Advice {

    /** What to do, as the end of a sentence; or null. */
    @Nullable String on(IdentityAnswer answer);
  }

  final String name;

  /** A developer tool, which is skipped after any failure. */
  final boolean developerTool;

  private final Maker maker;
  private final Supplier<@Nullable String> mistake;
  private volatile String chain;
  private volatile @Nullable String step;
  private final Advice advice;

  Member(String name, boolean developerTool, Maker maker) {
    this(name, developerTool, maker, () -> null);
  }

  /**
   * @param mistake says which of its variables cannot be right, or null; asked after a failure
   */
  Member(String name, boolean developerTool, Maker maker, Supplier<@Nullable String> mistake) {
    this(name, developerTool, maker, mistake, answer -> null);
  }

  /**
   * As above.
   *
   * @param advice asked after an answer without a token
   */
  Member(
      String name,
      boolean developerTool,
      Maker maker,
      Supplier<@Nullable String> mistake,
      Advice advice) {
    this.advice = advice;
    this.mistake = mistake;
    this.name = name;
    chain = name;
    this.developerTool = developerTool;
    this.maker = maker;
  }

  /** Which of its variables cannot be right, or null. */
  @Nullable String mistake() {
    return mistake.get();
  }

  /** What to do after that answer, as the end of a sentence; empty if there is nothing to add. */
  String advice(IdentityAnswer answer) {
    String text = advice.on(answer);
    return text == null ? "" : "; " + text;
  }

  /** Its sign-in has several steps; this describes all of them. */
  void signsInAs(String allSteps) {
    chain = allSteps;
  }

  /** Who gave the token, for people: its name, or all steps that led to it. */
  String chain() {
    return chain;
  }

  /** The step that begins now; a failure after it is a failure of that step. */
  void at(String current) {
    step = current;
  }

  /** Its name, and the step that it is at. */
  String place() {
    String current = step;
    return current == null ? name : name + " (" + current + ")";
  }

  TokenCredential credential() {
    return maker.make();
  }
}
