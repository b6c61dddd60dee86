package io.foundryidentity.runner;

import io.foundryidentity.simulator.ReceivedRequest;
import io.foundryidentity.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Stages side by side, so that cases run at once: much of a run is one thread that loads classes.
 *
 * <p>Each has servers of its own; what they saw during a run is that run's.
 */
final class Stages implements AutoCloseable {

  /** A case is over before the second compiler pays: without it a run takes half of the work. */
  static final String SHORT_RUN = "-XX:TieredStopAtLevel=1";

  /** A case waits for its servers now and then; far more at once would only share the cores. */
  private static final int AT_MOST = 4;

  /**
   * What came of one run, and what the servers saw of it.
   *
   * @param identity who signs in there
   */
  record Shown(
      CaseProcess.Result result,
      String identity,
      List<ReceivedRequest> atFoundry,
      List<ReceivedRequest> atIdentityEndpoint) {}

  /** Something that needs a stage to itself. */
  interface OnStage<T> {
    T on(Stage stage) throws IOException, InterruptedException;
  }

  private final List<Stage> all = new ArrayList<>();
  private final BlockingQueue<Stage> free = new LinkedBlockingQueue<>();
  private final ExecutorService executor;

  Stages(Checkout checkout, Jvm jvm, Company company) {
    int count = Math.max(1, Math.min(AT_MOST, Runtime.getRuntime().availableProcessors()));
    for (int i = 0; i < count; i++) {
      all.add(new Stage(Simulator.builder().start(), checkout, jvm, company.withBefore(SHORT_RUN)));
    }
    free.addAll(all);
    executor = Executors.newFixedThreadPool(count);
  }

  /** Whether a JVM can be told where a name leads; the same on each of them. */
  boolean hasHostsFile() {
    return all.get(0).hasHostsFile();
  }

  /** Runs a case as soon as a stage is free, with the agent where a jar is given. */
  Future<Shown> run(ClientCase client, @Nullable Path agentJar) {
    return run(client, agentJar, 0);
  }

  /** The same where Foundry refuses that many of the tokens that it would accept. */
  Future<Shown> run(ClientCase client, @Nullable Path agentJar, int refusals) {
    return run(
        stage -> {
          stage.simulator().foundry().refuseNext(refusals);
          return shown(stage, client, agentJar, Company.NONE);
        });
  }

  /** Whatever is to be done on a stage, as soon as one is free. */
  <T> Future<T> run(OnStage<T> act) {
    return executor.submit(
        () -> {
          Stage stage = free.take();
          try {
            return act.on(stage);
          } finally {
            free.add(stage);
          }
        });
  }

  /** Runs a case there, and tells what the servers saw of it. */
  static Shown shown(Stage stage, ClientCase client, @Nullable Path agentJar, Company guests)
      throws IOException, InterruptedException {
    Simulator simulator = stage.simulator();
    simulator.foundry().clear();
    simulator.identity().clear();
    CaseProcess.Result result =
        guests.equals(Company.NONE)
            ? stage.run(client, agentJar)
            : stage.run(client, agentJar, guests);
    return new Shown(
        result,
        simulator.identity().systemAssignedObjectId(),
        List.copyOf(simulator.foundry().requests()),
        List.copyOf(simulator.identity().requests()));
  }

  @Override
  public void close() {
    executor.shutdownNow(); // A case that still runs is ended with its thread
    all.forEach(Stage::close);
  }
}
