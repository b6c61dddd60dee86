package io.foundryidentity.runner.beside;

import io.foundryidentity.runner.cases.Checkout;
import io.foundryidentity.runner.cases.ClientCase;
import io.foundryidentity.runner.process.Call;
import io.foundryidentity.runner.process.CaseProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** BlockHound, which finds blocking calls on event loops: this agent must not make any. */
final class BlockHound extends PresentAgent {

  private static final ClientCase EVENT_LOOPS =
      new ClientCase(
          "event loops",
          "Reactor Netty",
          "agent-test-app/beside/blockhound",
          "io.foundryidentity.beside.blockhound.Main",
          8,
          "reactor-netty-http");

  @Override
  public String name() {
    return "blockhound";
  }

  @Override
  public String title() {
    return "BlockHound";
  }

  @Override
  public Path jar(Checkout checkout) {
    return checkout.otherAgent("blockhound");
  }

  @Override
  public List<ClientCase> cases(boolean all) {
    return List.of(EVENT_LOOPS);
  }

  @Override
  public boolean isOwn(Call call) {
    return call.name().equals("a blocking call is found");
  }

  /** A delay, so that the first request has to wait for its token and the others have one. */
  @Override
  public Duration tokenDelay() {
    return Duration.ofSeconds(5);
  }

  @Override
  public String note() {
    return "finds a blocking call, and none of this agent's, with a token at hand and without";
  }

  @Override
  public Setup setUp(ClientCase client, Path folder) {
    return new Setup() {

      /** The JVM option that allows BlockHound to add methods to JDK classes. */
      @Override
      public List<String> options() {
        return List.of("-XX:+AllowRedefinitionToAddDeleteMethods");
      }

      @Override
      public long work(CaseProcess.Result result) {
        return result.calls().stream().filter(call -> isOwn(call) && call.ok()).count();
      }

      @Override
      public List<String> objections(CaseProcess.Result result) {
        return result.noise().stream()
            .filter(line -> line.startsWith("BLOCKED ") && line.contains("foundryidentity.agent"))
            .toList();
      }
    };
  }
}
