package io.foundryidentity.runner.leaks;

import io.foundryidentity.runner.process.Call;
import io.foundryidentity.runner.process.CaseProcess;
import io.foundryidentity.simulator.ReceivedRequest;
import io.foundryidentity.simulator.Simulator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the servers received in one run of the leak program, and what it printed. */
final class LeakEvidence {

  /** The header with the name of the attempt, which the program sets on each request. */
  private static final String NAME = "x-attempt";

  private final CaseProcess.Result result;
  private final TokenParts tokens;
  private final List<ReceivedRequest> atFoundry;
  private final List<ReceivedRequest> atStranger;
  private final List<ReceivedRequest> atProxy;

  LeakEvidence(Simulator simulator, CaseProcess.Result result) {
    this.result = result;
    tokens = TokenParts.receivedBy(simulator.foundry());
    atFoundry = simulator.foundry().requests();
    atStranger = simulator.stranger().requests();
    atProxy = simulator.proxy().requests();
  }

  /** Whether a request arrived where it should, and at a target with a token. */
  boolean arrived(LeakAttempt attempt, String stack) {
    Predicate<ReceivedRequest> itself = request -> attempt.id(stack).equals(request.header(NAME));
    boolean authorized = atFoundry.stream().filter(itself).anyMatch(tokens::isIn);
    boolean strange = atStranger.stream().anyMatch(itself);
    return switch (attempt.end()) {
      case AUTHORIZED -> authorized;
      case WITHOUT_TOKEN -> atFoundry.stream().anyMatch(itself);
      case STRANGER -> strange;
      case REDIRECTED -> authorized && strange;
    };
  }

  /** Which servers got a token without being a target; never contains the token itself. */
  List<String> leaks(List<LeakAttempt> attempts, List<String> stacks) {
    List<String> leaks = new ArrayList<>();
    atStranger.stream()
        .filter(tokens::isIn)
        .forEach(request -> leaks.add("a stranger got a token: " + request.header(NAME)));
    atProxy.stream()
        .filter(tokens::isIn)
        .forEach(request -> leaks.add("a proxy read a token: " + request));
    List<String> withoutToken =
        attempts.stream()
            .filter(attempt -> attempt.end() == LeakAttempt.End.WITHOUT_TOKEN)
            .flatMap(attempt -> stacks.stream().map(attempt::id))
            .toList();
    atFoundry.stream()
        .filter(request -> withoutToken.contains(request.header(NAME)))
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
