package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.diagnosis.SignInDiagnosis;
import io.foundryidentity.agent.core.token.Identity;
import io.foundryidentity.agent.core.token.SignInEvents;
import io.foundryidentity.agent.core.token.TokenSourceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tries the credentials one after the other, as the agent does, and reports each result. */
final class SignInStep implements Step {

  private final AgentParts parts;

  SignInStep(AgentParts parts) {
    this.parts = parts;
  }

  @Override
  public String name() {
    return "sign-in";
  }

  @Override
  public int exitCode() {
    return CheckCommand.NO_TOKEN;
  }

  @Override
  public StepResult run(Examination examination) {
    Identity identity = examination.rule().identity();
    Tried tried = new Tried();
    StepResult result;
    try {
      examination.signedIn(parts.tokens(identity, examination.scope(), tried).fetch());
      result = StepResult.ok(tried.answered());
    } catch (TokenSourceException failure) {
      result =
          StepResult.failed(
              "no token with credential=" + identity,
              SignInDiagnosis.explain(
                  String.valueOf(failure.getMessage()), examination.asked(), System.getenv()));
    }
    for (Map<String, String> each : tried.failures()) {
      result.line("tried: " + each.get("credential") + ": " + each.get("reason"));
    }
    return result
        .fact("credential", tried.answeredOrNull())
        .fact("tried", tried.failures())
        .fact("scope", examination.scope());
  }

  /** Written by a thread of the library, and read after that thread has finished. */
  private static final class Tried implements SignInEvents {

    private final List<Map<String, String>> failures = new ArrayList<>();
    private @Nullable String answered;

    @Override
    public synchronized void failed(String credential, String reason) {
      Map<String, String> failure = new LinkedHashMap<>();
      failure.put("credential", credential);
      failure.put("reason", reason);
      failures.add(failure);
    }

    @Override
    public synchronized void answered(String credential) {
      answered = credential;
    }

    synchronized List<Map<String, String>> failures() {
      return new ArrayList<>(failures);
    }

    synchronized @Nullable String answeredOrNull() {
      return answered;
    }

    String answered() {
      String who = answeredOrNull();
      return who == null ? "signed in" : who;
    }
  }
}
