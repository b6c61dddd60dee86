package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.diagnosis.SignInDiagnosis;
import io.foundryidentity.agent.core.token.Identity;
import io.foundryidentity.agent.core.token.SignInAttempt;
import io.foundryidentity.agent.core.token.SignInEvents;
import io.foundryidentity.agent.core.token.TokenSourceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
      tried.addMissing(failure.attempts());
      result =
          StepResult.failed(
              "no token with credential=" + identity,
              SignInDiagnosis.explain(failure, examination.asked(), System.getenv()));
    }
    for (SignInAttempt each : tried.failures()) {
      result.line("tried: " + each);
    }
    return result
        .fact("credential", tried.answeredOrNull())
        .fact("tried", facts(tried.failures()))
        .fact("scope", examination.scope());
  }

  private static List<Object> facts(List<SignInAttempt> attempts) {
    List<Object> facts = new ArrayList<>();
    for (SignInAttempt attempt : attempts) {
      Map<String, Object> fact = new LinkedHashMap<>();
      fact.put("credential", attempt.credential());
      fact.put("reason", attempt.reason());
      fact.put("result", attempt.result().name().toLowerCase(Locale.ROOT).replace('_', '-'));
      if (attempt.status() != 0) {
        fact.put("status", attempt.status());
      }
      facts.add(fact);
    }
    return facts;
  }

  /** Written by a thread of the library, and read after that thread has finished. */
  private static final class Tried implements SignInEvents {

    private final List<SignInAttempt> failures = new ArrayList<>();
    private @Nullable String answered;

    @Override
    public synchronized void failed(SignInAttempt attempt) {
      failures.add(attempt);
    }

    /** An attempt that was ended by the time limit is known to the failure alone. */
    synchronized void addMissing(List<SignInAttempt> attempts) {
      for (int i = failures.size(); i < attempts.size(); i++) {
        failures.add(attempts.get(i));
      }
    }

    @Override
    public synchronized void answered(String credential) {
      answered = credential;
    }

    synchronized List<SignInAttempt> failures() {
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
