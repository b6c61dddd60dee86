package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.diagnosis.ClockSkew;
import io.foundryidentity.agent.core.diagnosis.ConnectionDiagnosis;
import io.foundryidentity.agent.core.diagnosis.Explanation;
import io.foundryidentity.agent.core.diagnosis.Refusal;
import io.foundryidentity.agent.core.diagnosis.RefusalDiagnosis;
import io.foundryidentity.agent.core.diagnosis.Shell;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Turns a target's answer, or its absence, into the result of a step. */
final class TargetCall {

  private static final long NOTEWORTHY_SKEW = 2 * 60_000;

  private TargetCall() {}

  /** The request got no answer. */
  static StepResult unanswered(Examination examination, String request, IOException broken) {
    return StepResult.failed(
            request + " got no answer",
            ConnectionDiagnosis.explain(
                broken,
                examination.asked(),
                examination.target().port(),
                examination.reachedBy().proxy()))
        .exitCode(CheckCommand.NO_MODEL_API);
  }

  /** The model API answered as it should. */
  static StepResult good(Examination examination, String detail, Refusal answer) {
    Explanation skew =
        ClockSkew.explain(
            answer.dateMillis(),
            examination.claims(),
            System.currentTimeMillis(),
            NOTEWORTHY_SKEW,
            Shell.ofThisMachine());
    return skew == null ? StepResult.ok(detail) : StepResult.note(detail, skew);
  }

  /** The identity was refused, or the model API did not answer. */
  static StepResult bad(
      Examination examination, String detail, Refusal answer, @Nullable Explanation known) {
    Explanation why =
        known != null
            ? known
            : RefusalDiagnosis.explain(
                answer, examination.claims(), examination.asked(), System.currentTimeMillis());
    StepResult result = StepResult.failed(detail, why);
    if (RefusalDiagnosis.isAccepted(answer)) {
      result.exitCode(CheckCommand.NO_MODEL_API);
    }
    return answer.message().isEmpty() ? result : result.line("it says: " + answer.message());
  }

  /** For scripts. */
  static StepResult facts(StepResult result, String path, Refusal answer) {
    return result
        .fact("path", path)
        .fact("status", answer.status())
        .fact("code", answer.code())
        .fact("message", answer.message().isEmpty() ? null : answer.message());
  }
}
