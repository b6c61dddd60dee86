package io.foundryidentity.runner.testbed;

import io.foundryidentity.runner.cases.Checkout;
import io.foundryidentity.runner.cases.ClientCase;
import io.foundryidentity.runner.process.Call;
import io.foundryidentity.runner.process.CaseProcess;
import io.foundryidentity.runner.process.Jvm;
import io.foundryidentity.runner.process.JvmSettings;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.ReceivedRequest;
import io.foundryidentity.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The simulated servers, and what starts the JVMs that call them. Foundry has the host name of a
 * real resource.
 *
 * <p>Every JVM gets the same environment, that of an App Service with a managed identity. Two runs
 * differ in the {@code -javaagent} flag only.
 */
public final class TestBed implements AutoCloseable {

  public static final String HOST = "contoso.openai.azure.com";

  /** The only key that a case gets. */
  public static final String PLACEHOLDER = "a-placeholder-that-opens-nothing";

  /**
   * Much more than a case needs: a program that makes a hundred requests, or one with another agent
   * that transforms classes for seconds, on a busy machine.
   */
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Simulator simulator;
  private final Checkout checkout;
  private final Jvm jvm;
  private final JvmSettings settings;
  private final Path hostsFile;

  public TestBed(Simulator simulator, Checkout checkout, Jvm jvm) {
    this(simulator, checkout, jvm, JvmSettings.NONE);
  }

  public TestBed(Simulator simulator, Checkout checkout, Jvm jvm, JvmSettings settings) {
    this.simulator = simulator;
    this.checkout = checkout;
    this.jvm = jvm;
    this.settings = settings;
    this.hostsFile = simulator.certificates().hostsFile(HOST, machine());
  }

  /** The same servers, with one more option for the JVMs. */
  public TestBed with(String option) {
    return new TestBed(simulator, checkout, jvm, settings.withBefore(option));
  }

  /** The same servers, with another Java. */
  public TestBed with(Jvm other) {
    return new TestBed(simulator, checkout, other, settings);
  }

  public Checkout checkout() {
    return checkout;
  }

  public Jvm jvm() {
    return jvm;
  }

  /** Deletes what the servers have recorded until now. */
  public void clear() {
    simulator.foundry().clear();
    simulator.identity().clear();
    simulator.stranger().clear();
    simulator.proxy().clear();
  }

  public Simulator simulator() {
    return simulator;
  }

  public String foundryUrl() {
    return "https://" + host() + ":" + simulator.foundry().port();
  }

  /** This machine's name: a JVM with a hosts file can resolve the names in that file only. */
  private static String machine() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException notLinux) {
      return "localhost";
    }
  }

  /** A hosts file needs Java 9. */
  private String host() {
    return hasHostsFile() ? HOST : "localhost";
  }

  /** Whether Foundry has a host name of Azure's form, which a client's Azure form needs. */
  public boolean hasHostsFile() {
    return jvm.feature() >= 9;
  }

  /** Runs one case to its end, with the agent if there is a jar. */
  public CaseProcess.Result run(ClientCase client, @Nullable Path agentJar)
      throws IOException, InterruptedException {
    return run(client, agentJar, List.of(), call -> {});
  }

  /** The same with more settings than the test bed's own. */
  public CaseProcess.Result run(ClientCase client, @Nullable Path agentJar, JvmSettings more)
      throws IOException, InterruptedException {
    return new TestBed(simulator, checkout, jvm, settings.and(more))
        .process(client, agentJar, List.of(), Map.of())
        .run(LIMIT, call -> {});
  }

  public CaseProcess.Result run(
      ClientCase client, @Nullable Path agentJar, List<String> arguments, Consumer<Call> each)
      throws IOException, InterruptedException {
    return process(commandEnd(client, arguments), agentJar, Map.of()).run(LIMIT, each);
  }

  /**
   * Runs a program with another command line, such as one that is started from modules.
   *
   * @param program what the command line ends with
   * @param variables what is added to the environment
   */
  public CaseProcess.Result run(
      List<String> program, @Nullable Path agentJar, Map<String, String> variables)
      throws IOException, InterruptedException {
    return process(program, agentJar, variables).run(LIMIT, call -> {});
  }

  /** A case that is ready to run, with variables that other cases do not have. */
  public CaseProcess process(
      ClientCase client,
      @Nullable Path agentJar,
      List<String> arguments,
      Map<String, String> variables) {
    return process(commandEnd(client, arguments), agentJar, variables);
  }

  private List<String> commandEnd(ClientCase client, List<String> arguments) {
    List<String> program = new ArrayList<>();
    program.addAll(List.of("-cp", checkout.classPath(client), client.program()));
    program.addAll(arguments);
    return program;
  }

  private CaseProcess process(
      List<String> program, @Nullable Path agentJar, Map<String, String> variables) {
    List<String> command = new ArrayList<>();
    command.add(jvm.executable());
    command.addAll(settings.before());
    if (agentJar != null) {
      command.add("-javaagent:" + agentJar);
    }
    command.addAll(settings.after());
    command.addAll(simulator.certificates().trustProperties());
    command.add("-Djdk.net.hosts.file=" + hostsFile);
    command.add("-Dvertx.disableDnsResolver=true"); // Vert.x's own resolver ignores that file
    command.addAll(program);
    Map<String, String> environment = environment();
    environment.putAll(variables);
    return new CaseProcess(command, environment);
  }

  /** Whether a request contains the placeholder: in a header, its URL or its body. */
  public static boolean holdsPlaceholder(ReceivedRequest request) {
    return request.headers().anyValueContains(PLACEHOLDER)
        || request.path().contains(PLACEHOLDER)
        || request.bodyText().contains(PLACEHOLDER);
  }

  @Override
  public void close() {
    simulator.close();
  }

  private Map<String, String> environment() {
    Map<String, String> environment =
        new HashMap<>(simulator.identity().environment(IdentityKind.APP_SERVICE));
    environment.put("FOUNDRY_URL", foundryUrl());
    environment.put("FOUNDRY_KEY", PLACEHOLDER);
    environment.put(
        hasHostsFile() ? "FOUNDRY_RESOURCE_URL" : "FOUNDRY_IDENTITY_HOSTS", foundryUrl());
    environment.putAll(settings.environment());
    return environment;
  }
}
