package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.diagnosis.Refusal;
import io.foundryidentity.agent.core.diagnosis.RefusalDiagnosis;
import io.foundryidentity.agent.core.diagnosis.TargetProbe;
import io.foundryidentity.agent.core.targets.Scopes;
import io.foundryidentity.agent.core.token.BearerToken;
import io.foundryidentity.agent.core.token.SignInEvents;
import io.foundryidentity.agent.core.token.TokenSourceException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Makes one real request, which reads a list and changes nothing. Only the list of models is a
 * success. With {@code scope=auto} a refused token is followed by one for the other scope, as the
 * agent does it.
 */
final class CallStep implements Step {

  private final AgentParts parts;
  private final boolean modelFollows;

  /**
   * @param modelFollows whether a real call of a model follows, which says more than the list
   */
  CallStep(AgentParts parts, boolean modelFollows) {
    this.parts = parts;
    this.modelFollows = modelFollows;
  }

  @Override
  public String name() {
    return "call";
  }

  @Override
  public int exitCode() {
    return CheckCommand.REFUSED;
  }

  @Override
  public StepResult run(Examination examination) {
    BearerToken token = examination.token();
    if (token == null || !examination.wasReached()) {
      return StepResult.skipped(token == null ? "there is no token" : "there is no connection");
    }
    String request = "GET " + examination.path();
    try {
      Refusal answer = ask(examination, token);
      if (answer.status() == 401) {
        StepResult other = otherScope(examination, request);
        if (other != null) {
          return other;
        }
      }
      return TargetCall.facts(result(examination, request, answer), examination.path(), answer);
    } catch (IOException broken) {
      return TargetCall.unanswered(examination, request, broken);
    }
  }

  private static Refusal ask(Examination examination, BearerToken token) throws IOException {
    return new TargetProbe(examination.reachedBy().connector())
        .ask(examination.target(), examination.host(), examination.path(), token.authorization());
  }

  private StepResult result(Examination examination, String request, Refusal answer) {
    String detail = request + " answered " + answer.summary();
    if (answer.isModelList()) {
      return TargetCall.good(examination, detail, answer);
    }
    StepResult failed = TargetCall.bad(examination, detail, answer, null);
    return modelFollows && RefusalDiagnosis.isAccepted(answer) ? failed.asNote() : failed;
  }

  /** Null if there is no other scope, or no token for it, or it is refused too. */
  private @Nullable StepResult otherScope(Examination examination, String request)
      throws IOException {
    String first = examination.scope();
    String other = examination.rule().scope() == null ? Scopes.other(first) : null;
    if (other == null) {
      return null;
    }
    BearerToken token;
    try {
      token = parts.tokens(examination.rule().identity(), other, SignInEvents.NONE).fetch();
    } catch (TokenSourceException none) {
      return null;
    }
    Refusal answer = ask(examination, token);
    if (answer.status() == 401) {
      examination.bothScopesRefused();
      return null;
    }
    StepResult result =
        answer.isModelList()
            ? StepResult.note(
                request + " answered 401, and with the other scope " + answer.summary(),
                RefusalDiagnosis.otherScope(first, other, examination.asked()))
            : result(examination, request, answer);
    examination.signedIn(token, other);
    return TargetCall.facts(result, examination.path(), answer).fact("scope", other);
  }
}
