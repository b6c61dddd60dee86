package io.foundryidentity.runner;

import io.foundryidentity.runner.OtherAgent.Visit;
import io.foundryidentity.runner.OtherAgent.Work;
import io.foundryidentity.runner.Stages.Shown;
import io.foundryidentity.simulator.IdentityKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One run of a case with another agent: alone with it, or beside this one. */
record Meeting(OtherAgent other, ClientCase client, Place place, Checkout checkout)
    implements Stages.OnStage<Meeting.Seen> {

  /** Where the other agent stands on the command line, as seen from this one. */
  enum Place {
    ALONE,
    BEFORE,
    AFTER;

    String words() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * What the run came to.
   *
   * @param objections what the other agent has against this one
   */
  record Seen(Shown shown, Work work, List<String> objections) {

    CaseProcess.Result result() {
      return shown.result();
    }
  }

  @Override
  public Seen on(Stage stage) throws IOException, InterruptedException {
    Path folder = folder();
    Files.createDirectories(folder);
    boolean alone = place == Place.ALONE;
    stage.simulator().identity().at(IdentityKind.APP_SERVICE).delay(other.tokenDelay());
    try (Visit visit = other.visit(client, folder)) {
      Shown shown = Stages.shown(stage, client, alone ? null : checkout.agentJar(), company(visit));
      Files.write(folder.resolve("output.log"), shown.result().noise());
      long count = visit.work(shown.result());
      return new Seen(
          shown,
          new Work(count, shown.atFoundry().size()),
          alone ? List.of() : visit.objections(shown.result()));
    } finally {
      stage.simulator().identity().recover();
    }
  }

  private Company company(Visit visit) {
    Company company = new Company(visit.options(), List.of(), visit.environment());
    String flag = "-javaagent:" + other.jar(checkout) + visit.arguments();
    return place == Place.AFTER ? company.withAfter(flag) : company.withBefore(flag);
  }

  private Path folder() {
    return checkout
        .beside()
        .resolve(other.name())
        .resolve(client.name().replace(' ', '-') + "-" + place.words());
  }
}
