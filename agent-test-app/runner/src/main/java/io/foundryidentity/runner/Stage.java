package io.foundryidentity.runner;

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
 * A simulated Foundry under a real resource's name, and the JVMs that ask it.
 *
 * <p>Every JVM gets the same environment, that of an App Service with a managed identity. What
 * differs between two runs is the {@code -javaagent} flag and nothing else.
 */
final class Stage implements AutoCloseable {

  static final String HOST = "contoso.openai.azure.com";

  /** The only key that a case is given. */
  static final String PLACEHOLDER = "a-placeholder-that-opens-nothing";

  /** Far more than a case needs, and two of it still end a demo within two minutes. */
  private static final Duration LIMIT = Duration.ofSeconds(55);

  /**
   * For a program that makes a hundred requests, or beside an agent that transforms for seconds.
   */
  private static final Duration LONGER_LIMIT = Duration.ofMinutes(3);

  private final Simulator simulator;
  private final Checkout checkout;
  private final Jvm jvm;
  private final Company company;
  private final Path hostsFile;

  Stage(Simulator simulator, Checkout checkout, Jvm jvm) {
    this(simulator, checkout, jvm, Company.NONE);
  }

  Stage(Simulator simulator, Checkout checkout, Jvm jvm, Company company) {
    this.simulator = simulator;
    this.checkout = checkout;
    this.jvm = jvm;
    this.company = company;
    this.hostsFile = simulator.certificates().hostsFile(HOST, machine());
  }

  /** The same servers, and JVMs that have one option more. */
  Stage with(String option) {
    return new Stage(simulator, checkout, jvm, company.withBefore(option));
  }

  /** The same servers, and another Java. */
  Stage with(Jvm other) {
    return new Stage(simulator, checkout, other, company);
  }

  Checkout checkout() {
    return checkout;
  }

  Jvm jvm() {
    return jvm;
  }

  /** Forgets what the servers have seen until now. */
  void clear() {
    simulator.foundry().clear();
    simulator.identity().clear();
    simulator.stranger().clear();
    simulator.proxy().clear();
  }

  Simulator simulator() {
    return simulator;
  }

  String foundryUrl() {
    return "https://" + host() + ":" + simulator.foundry().port();
  }

  /** This machine's own name, which a JVM that is given such a file finds nowhere else. */
  private static String machine() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException notLinux) {
      return "localhost";
    }
  }

  /** Before Java 9 a JVM cannot be told where a name leads. */
  private String host() {
    return hasHostsFile() ? HOST : "localhost";
  }

  /** Without Foundry's own kind of host name a client cannot be tried in its Azure form. */
  boolean hasHostsFile() {
    return jvm.feature() >= 9;
  }

  /** Runs one case to its end, with the agent where a jar is given. */
  CaseProcess.Result run(ClientCase client, @Nullable Path agentJar)
      throws IOException, InterruptedException {
    return run(client, agentJar, List.of(), call -> {});
  }

  /** Likewise, in that company beside the stage's own. */
  CaseProcess.Result run(ClientCase client, @Nullable Path agentJar, Company guests)
      throws IOException, InterruptedException {
    return new Stage(simulator, checkout, jvm, company.and(guests))
        .process(client, agentJar, List.of(), Map.of())
        .run(LONGER_LIMIT, call -> {});
  }

  CaseProcess.Result run(
      ClientCase client, @Nullable Path agentJar, List<String> arguments, Consumer<Call> each)
      throws IOException, InterruptedException {
    return process(commandEnd(client, arguments), agentJar, Map.of()).run(LIMIT, each);
  }

  /**
   * Runs a program that is started in a way of its own, such as from modules.
   *
   * @param program what the command line ends with
   * @param settings what the environment has besides
   */
  CaseProcess.Result run(
      List<String> program, @Nullable Path agentJar, Map<String, String> settings)
      throws IOException, InterruptedException {
    return process(program, agentJar, settings).run(LONGER_LIMIT, call -> {});
  }

  /** A case that is ready to run, with more environment than all have. */
  CaseProcess process(
      ClientCase client,
      @Nullable Path agentJar,
      List<String> arguments,
      Map<String, String> settings) {
    return process(commandEnd(client, arguments), agentJar, settings);
  }

  private List<String> commandEnd(ClientCase client, List<String> arguments) {
    List<String> program = new ArrayList<>();
    program.addAll(List.of("-cp", checkout.classPath(client), client.program()));
    program.addAll(arguments);
    return program;
  }

  private CaseProcess process(
      List<String> program, @Nullable Path agentJar, Map<String, String> settings) {
    List<String> command = new ArrayList<>();
    command.add(jvm.executable());
    command.addAll(company.before());
    if (agentJar != null) {
      command.add("-javaagent:" + agentJar);
    }
    command.addAll(company.after());
    command.addAll(simulator.certificates().trustProperties());
    command.add("-Djdk.net.hosts.file=" + hostsFile);
    command.add("-Dvertx.disableDnsResolver=true"); // Its own one does not read that file
    command.addAll(program);
    Map<String, String> environment = environment();
    environment.putAll(settings);
    return new CaseProcess(command, environment);
  }

  /** Whether a request holds the placeholder, in any header or in its address. */
  static boolean holdsPlaceholder(ReceivedRequest request) {
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
    environment.putAll(company.environment());
    return environment;
  }
}
