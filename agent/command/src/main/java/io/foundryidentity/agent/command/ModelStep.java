package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.diagnosis.Refusal;
import io.foundryidentity.agent.core.diagnosis.RefusalDiagnosis;
import io.foundryidentity.agent.core.diagnosis.TargetProbe;
import io.foundryidentity.agent.core.json.SafeJson;
import io.foundryidentity.agent.core.token.BearerToken;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls a deployment for a few tokens: chat completions, and the responses API if the deployment
 * does not support the first.
 */
final class ModelStep implements Step {

  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);

  /** The least that the responses API accepts. */
  private static final int MOST_TOKENS = 16;

  private static final String LIST = "/models";

  private final String model;

  ModelStep(String model) {
    this.model = model;
  }

  @Override
  public String name() {
    return "model";
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
    String list = examination.path();
    String base = list.endsWith(LIST) ? list.substring(0, list.length() - LIST.length()) : list;
    List<Attempt> attempts = new ArrayList<>();
    attempts.add(chat(base, "max_completion_tokens"));
    attempts.add(chat(base, "max_tokens")); // Older models do not know the other name
    attempts.add(responses(base));
    TargetProbe probe = new TargetProbe(examination.reachedBy().connector(), LONGEST_ANSWER);
    StepResult first = null;
    for (Attempt attempt : attempts) {
      if (!examination.covers(attempt.path)) {
        return StepResult.skipped("the configuration does not cover " + attempt.path);
      }
      StepResult result;
      boolean another;
      try {
        Refusal answer =
            probe.post(
                examination.target(),
                examination.host(),
                attempt.path,
                token.authorization(),
                SafeJson.line(attempt.body));
        result = result(examination, attempt, answer);
        another = answer.status() == 400 || answer.status() == 404;
        if (answer.isModelAnswer() || !another) {
          return result;
        }
      } catch (IOException broken) {
        return TargetCall.unanswered(examination, "POST " + attempt.path, broken);
      }
      first = first == null ? result : first;
    }
    return first == null ? StepResult.skipped("nothing to call") : first;
  }

  private StepResult result(Examination examination, Attempt attempt, Refusal answer) {
    String detail = "POST " + attempt.path + " (" + model + ") answered " + answer.summary();
    StepResult result;
    if (answer.isModelAnswer()) {
      long tokens = answer.totalTokens();
      result =
          TargetCall.good(
                  examination,
                  detail + (tokens == 0 ? "" : "; it cost " + tokens + " tokens"),
                  answer)
              .fact("totalTokens", tokens == 0 ? null : tokens);
    } else {
      result =
          TargetCall.bad(examination, detail, answer, RefusalDiagnosis.explainModel(answer, model));
    }
    return TargetCall.facts(result, attempt.path, answer).fact("model", model);
  }

  private Attempt chat(String base, String limit) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("role", "user");
    message.put("content", "Answer with one word: ok");
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("model", model);
    body.put("messages", Collections.singletonList(message));
    body.put(limit, MOST_TOKENS);
    return new Attempt(base + "/chat/completions", body);
  }

  private Attempt responses(String base) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("model", model);
    body.put("input", "Answer with one word: ok");
    body.put("max_output_tokens", MOST_TOKENS);
    body.put("store", false);
    return new Attempt(base + "/responses", body);
  }

  /** One request for a few tokens. */
  private static final class Attempt {

    private final String path;
    private final Map<String, Object> body;

    Attempt(String path, Map<String, Object> body) {
      this.path = path;
      this.body = body;
    }
  }
}
