package io.foundryidentity.runner.beside;

import io.foundryidentity.runner.beside.OtherAgent.Setup;
import io.foundryidentity.runner.beside.OtherAgent.Work;
import io.foundryidentity.runner.cases.Checkout;
import io.foundryidentity.runner.cases.ClientCase;
import io.foundryidentity.runner.process.CaseProcess;
import io.foundryidentity.runner.process.JvmSettings;
import io.foundryidentity.runner.testbed.TestBed;
import io.foundryidentity.runner.testbed.TestBeds;
import io.foundryidentity.runner.testbed.TestBeds.ObservedRun;
import io.foundryidentity.simulator.IdentityKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One run of a case with another agent: without this agent, or with it before or after. */
record BesideRun(OtherAgent other, ClientCase client, Position position, Checkout checkout)
    implements TestBeds.Task<BesideRun.Observation> {

  /** Where the other agent's flag is on the command line, relative to this agent's flag. */
  enum Position {
    ALONE,
    BEFORE,
    AFTER;

    String words() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * What was observed in the run.
   *
   * @param objections what the other agent reports against this one
   */
  record Observation(ObservedRun observed, Work work, List<String> objections) {

    CaseProcess.Result result() {
      return observed.result();
    }
  }

  @Override
  public Observation run(TestBed testBed) throws IOException, InterruptedException {
    Path folder = folder();
    Files.createDirectories(folder);
    boolean alone = position == Position.ALONE;
    testBed.simulator().identity().at(IdentityKind.APP_SERVICE).delay(other.tokenDelay());
    try (Setup setup = other.setUp(client, folder)) {
      ObservedRun observed =
          TestBeds.observe(testBed, client, alone ? null : checkout.agentJar(), settings(setup));
      Files.write(folder.resolve("output.log"), observed.result().noise());
      long count = setup.work(observed.result());
      return new Observation(
          observed,
          new Work(count, observed.atFoundry().size()),
          alone ? List.of() : setup.objections(observed.result()));
    } finally {
      testBed.simulator().identity().recover();
    }
  }

  private JvmSettings settings(Setup setup) {
    JvmSettings settings = new JvmSettings(setup.options(), List.of(), setup.environment());
    String flag = "-javaagent:" + other.jar(checkout) + setup.arguments();
    return position == Position.AFTER ? settings.withAfter(flag) : settings.withBefore(flag);
  }

  private Path folder() {
    return checkout
        .beside()
        .resolve(other.name())
        .resolve(client.name().replace(' ', '-') + "-" + position.words());
  }
}
