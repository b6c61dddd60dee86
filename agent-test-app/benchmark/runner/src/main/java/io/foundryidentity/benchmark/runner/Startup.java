package io.foundryidentity.benchmark.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The part {@code startup}: what an agent costs until an application's first answer. */
final class Startup {

  private final Checkout checkout;
  private final Plan plan;

  Startup(Checkout checkout, Plan plan) {
    this.checkout = checkout;
    this.plan = plan;
  }

  SeriesList run() throws IOException, InterruptedException {
    SeriesList results = new SeriesList();
    double jar = Files.size(checkout.agentJar()) / (1024.0 * 1024);
    results.add(Budgets.JAR, Variant.OURS, "size", "MiB", jar);
    Agents agents = new Agents(checkout);
    List<Variant> variants = agents.variants(plan.otherAgentEvery() > 0);

    HelloWorld hello = new HelloWorld(checkout, results);
    each(HelloWorld.SUBJECT, plan.helloRounds(), variants, hello::run);
    try (TestBed testBed = new TestBed()) {
      FirstCall call = new FirstCall(checkout, testBed, results);
      if (plan.startRounds() > 0) {
        each(FirstCall.FROM_START, plan.startRounds(), variants, call::fromStart);
        for (Variant variant : variants) {
          call.countClasses(variant);
        }
      }
      Path log = checkout.scratch().resolve("agent.log").toAbsolutePath();
      Variant early =
          agents.ours("-Dfoundry.identity.prefetch=startup", "-Dfoundry.identity.log-file=" + log);
      each(
          FirstCall.TOKEN_AT_HAND,
          plan.firstRequestRounds(),
          List.of(agents.none(), early),
          variant -> call.tokenAtHand(variant, log));
      if (plan.serviceRounds() > 0) {
        SpringService service = new SpringService(checkout, testBed, results);
        each(SpringService.SUBJECT, plan.serviceRounds(), variants, service::run);
        for (Variant variant : variants) {
          hello.countClasses(variant);
          service.countClasses(variant);
        }
      }
    }
    return results;
  }

  private void each(String what, int rounds, List<Variant> variants, Rounds.Run run)
      throws IOException, InterruptedException {
    new Rounds(rounds, plan.otherAgentEvery()).each(what, variants, run);
  }
}
