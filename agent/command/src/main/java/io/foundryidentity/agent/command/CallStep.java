package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.diagnosis.ClockSkew;
import io.foundryidentity.agent.core.diagnosis.ConnectionDiagnosis;
import io.foundryidentity.agent.core.diagnosis.Explanation;
import io.foundryidentity.agent.core.diagnosis.Refusal;
import io.foundryidentity.agent.core.diagnosis.RefusalDiagnosis;
import io.foundryidentity.agent.core.diagnosis.TargetProbe;
import io.foundryidentity.agent.core.token.BearerToken;
import java.io.IOException;

/** Makes one real request, which reads a list and changes nothing. */
final class CallStep implements Step {

  private static final long NOTEWORTHY_SKEW = 2 * 60_000;

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
    Refusal answer;
    try {
      answer =
          new TargetProbe(examination.connector())
              .ask(
                  examination.target(),
                  examination.host(),
                  examination.path(),
                  token.authorization());
    } catch (IOException broken) {
      return StepResult.failed(
          "GET " + examination.path() + " had no answer",
          ConnectionDiagnosis.explain(
              broken, examination.asked(), examination.target().port(), examination.proxy()));
    }
    return result(examination, answer)
        .fact("path", examination.path())
        .fact("status", answer.status())
        .fact("code", answer.code())
        .fact("message", answer.message().isEmpty() ? null : answer.message());
  }

  private static StepResult result(Examination examination, Refusal answer) {
    long now = System.currentTimeMillis();
    String detail = "GET " + examination.path() + " answered " + answer.summary();
    if (answer.status() / 100 == 2) {
      Explanation skew =
          ClockSkew.explain(answer.dateMillis(), examination.claims(), now, NOTEWORTHY_SKEW);
      return skew == null ? StepResult.ok(detail) : StepResult.note(detail, skew);
    }
    Explanation why =
        RefusalDiagnosis.explain(answer, examination.claims(), examination.asked(), now);
    StepResult result =
        RefusalDiagnosis.isAccepted(answer) && answer.status() < 500
            ? StepResult.note(detail, why)
            : StepResult.failed(detail, why);
    return answer.message().isEmpty() ? result : result.line("it says: " + answer.message());
  }
}
