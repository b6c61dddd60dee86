package io.foundryidentity.runner;

import io.foundryidentity.simulator.ReceivedRequest;
import io.foundryidentity.simulator.Simulator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the servers heard of one run of the leak program, and what it printed. */
final class LeakEvidence {

  /** The header in which each request of the program carries its own name. */
  private static final String NAME = "x-attempt";

  private final CaseProcess.Result result;
  private final TokenParts tokens;
  private final List<ReceivedRequest> atFoundry;
  private final List<ReceivedRequest> atStranger;
  private final List<ReceivedRequest> atProxy;

  LeakEvidence(Simulator simulator, CaseProcess.Result result) {
    this.result = result;
    tokens = TokenParts.seenBy(simulator.foundry());
    atFoundry = simulator.foundry().requests();
    atStranger = simulator.stranger().requests();
    atProxy = simulator.proxy().requests();
  }

  /** Whether a request arrived where it should, signed at a target, and so says something. */
  boolean shows(LeakAttempt attempt, String stack) {
    Predicate<ReceivedRequest> itself = request -> attempt.id(stack).equals(request.header(NAME));
    boolean signed = atFoundry.stream().filter(itself).anyMatch(tokens::isIn);
    boolean strange = atStranger.stream().anyMatch(itself);
    return switch (attempt.end()) {
      case SIGNED -> signed;
      case UNSIGNED -> atFoundry.stream().anyMatch(itself);
      case STRANGER -> strange;
      case REDIRECTED -> signed && strange;
    };
  }

  /** Whoever has got a token without being a target; never the token itself. */
  List<String> leaks(List<LeakAttempt> attempts, List<String> stacks) {
    List<String> leaks = new ArrayList<>();
    atStranger.stream()
        .filter(tokens::isIn)
        .forEach(request -> leaks.add("a stranger got a token: " + request.header(NAME)));
    atProxy.stream()
        .filter(tokens::isIn)
        .forEach(request -> leaks.add("a proxy read a token: " + request));
    List<String> unsigned =
        attempts.stream()
            .filter(attempt -> attempt.end() == LeakAttempt.End.UNSIGNED)
            .flatMap(attempt -> stacks.stream().map(attempt::id))
            .toList();
    atFoundry.stream()
        .filter(request -> unsigned.contains(request.header(NAME)))
        .filter(tokens::isIn)
        .forEach(request -> leaks.add("a token went over plain http: " + request.header(NAME)));
    long expected = attempts.stream().filter(LeakAttempt::isProxied).count() * stacks.size();
    if (atProxy.size() < expected) {
      leaks.add("the proxy was asked " + atProxy.size() + " times and not " + expected);
    }
    Stream<String> output =
        Stream.concat(result.noise().stream(), result.calls().stream().map(Call::text));
    if (output.anyMatch(tokens::isIn)) {
      leaks.add("the program's output holds a token");
    }
    return leaks;
  }
}
