package io.foundryidentity.runner.testbed;

import io.foundryidentity.runner.cases.Checkout;
import io.foundryidentity.runner.cases.ClientCase;
import io.foundryidentity.runner.process.CaseProcess;
import io.foundryidentity.runner.process.Jvm;
import io.foundryidentity.runner.process.JvmSettings;
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
 * Several test beds, so that cases run in parallel: most of a run is one thread that loads classes.
 *
 * <p>Each has its own servers, so what they record during a run belongs to that run.
 */
public final class TestBeds implements AutoCloseable {

  /** A case is too short for the optimizing compiler; without it a run takes half the CPU time. */
  public static final String SHORT_RUN = "-XX:TieredStopAtLevel=1";

  /** A case waits for its servers at times; many more at once would only share the cores. */
  private static final int AT_MOST = 4;

  /**
   * The result of one run, and what the servers recorded.
   *
   * @param identity the object id that the run's tokens are for
   */
  public record ObservedRun(
      CaseProcess.Result result,
      String identity,
      List<ReceivedRequest> atFoundry,
      List<ReceivedRequest> atIdentityEndpoint) {}

  /** Something that needs a test bed for itself. */
  public interface Task<T> {
    T run(TestBed testBed) throws IOException, InterruptedException;
  }

  private final List<TestBed> all = new ArrayList<>();
  private final BlockingQueue<TestBed> free = new LinkedBlockingQueue<>();
  private final ExecutorService executor;

  public TestBeds(Checkout checkout, Jvm jvm, JvmSettings settings) {
    this(
        checkout,
        jvm,
        settings,
        Math.max(1, Math.min(AT_MOST, Runtime.getRuntime().availableProcessors())));
  }

  /** With that many runs at a time, for those that wait more than they work. */
  public TestBeds(Checkout checkout, Jvm jvm, JvmSettings settings, int count) {
    for (int i = 0; i < count; i++) {
      all.add(
          new TestBed(Simulator.builder().start(), checkout, jvm, settings.withBefore(SHORT_RUN)));
    }
    free.addAll(all);
    executor = Executors.newFixedThreadPool(count);
  }

  /** See {@link TestBed#hasHostsFile}; the same for all of them. */
  public boolean hasHostsFile() {
    return all.get(0).hasHostsFile();
  }

  /** Runs a case as soon as a test bed is free, with the agent if there is a jar. */
  public Future<ObservedRun> run(ClientCase client, @Nullable Path agentJar) {
    return run(client, agentJar, 0);
  }

  /** The same, while Foundry refuses that many valid tokens. */
  public Future<ObservedRun> run(ClientCase client, @Nullable Path agentJar, int refusals) {
    return run(
        testBed -> {
          testBed.simulator().foundry().refuseNext(refusals);
          return observe(testBed, client, agentJar, JvmSettings.NONE);
        });
  }

  /** Runs the task as soon as a test bed is free. */
  public <T> Future<T> run(Task<T> task) {
    return executor.submit(
        () -> {
          TestBed testBed = free.take();
          try {
            return task.run(testBed);
          } finally {
            free.add(testBed);
          }
        });
  }

  /** Runs a case there, and returns its result with what the servers recorded. */
  public static ObservedRun observe(
      TestBed testBed, ClientCase client, @Nullable Path agentJar, JvmSettings settings)
      throws IOException, InterruptedException {
    Simulator simulator = testBed.simulator();
    simulator.foundry().clear();
    simulator.identity().clear();
    CaseProcess.Result result =
        settings.equals(JvmSettings.NONE)
            ? testBed.run(client, agentJar)
            : testBed.run(client, agentJar, settings);
    return new ObservedRun(
        result,
        simulator.identity().systemAssignedObjectId(),
        List.copyOf(simulator.foundry().requests()),
        List.copyOf(simulator.identity().requests()));
  }

  @Override
  public void close() {
    executor.shutdownNow(); // Interrupting its thread ends a case that still runs
    all.forEach(TestBed::close);
  }
}
