package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.azure.AzureTokenSources;
import io.foundryidentity.agent.bootstrap.RequestTargets;
import io.foundryidentity.agent.command.AgentParts;
import io.foundryidentity.agent.command.Commands;
import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.configuration.Prefetch;
import io.foundryidentity.agent.core.output.ProcessSecrets;
import io.foundryidentity.agent.core.status.GatewayHealth;
import io.foundryidentity.agent.core.status.GatewayStatus;
import io.foundryidentity.agent.core.token.AgentScheduler;
import io.foundryidentity.agent.core.token.Identity;
import io.foundryidentity.agent.core.token.SignInEvents;
import io.foundryidentity.agent.core.token.TokenSource;
import io.foundryidentity.agent.instrumentation.support.DetectedClients;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The isolated side's entry for {@code java -jar}, when the jar is not an agent.
 *
 * <p>Called through reflection, as {@link AgentRuntime} is.
 */
public final class CommandRuntime {

  private CommandRuntime() {}

  /**
   * Runs a command to its end.
   *
   * @param version the jar's version, as its manifest is not visible here
   * @param jar the jar's path
   * @return the exit code
   */
  public static int run(String[] arguments, String version, String jar) {
    // The service loaders of the agent's libraries use it.
    Thread.currentThread().setContextClassLoader(CommandRuntime.class.getClassLoader());
    ProcessSecrets.add(System.getenv());
    try {
      return Commands.run(
          arguments,
          new Parts(version, jar),
          writer(System.out, "stdout.encoding"),
          writer(System.err, "stderr.encoding"));
    } catch (RuntimeException failure) {
      StandardError.line("the command failed: " + failure);
      return 1;
    }
  }

  private static PrintWriter writer(PrintStream stream, String encoding) {
    String named = System.getProperty(encoding);
    Charset charset = charset(named);
    return new PrintWriter(new OutputStreamWriter(stream, charset), true);
  }

  private static Charset charset(@Nullable String named) {
    try {
      return named == null ? Charset.defaultCharset() : Charset.forName(named);
    } catch (IllegalArgumentException unknown) {
      return Charset.defaultCharset();
    }
  }

  private static final class Parts implements AgentParts {

    private final String version;
    private final String jar;
    private @Nullable AgentScheduler scheduler;
    private @Nullable RunningAgent agent;

    Parts(String version, String jar) {
      this.version = version;
      this.jar = jar;
    }

    @Override
    public String version() {
      return version;
    }

    @Override
    public String jar() {
      return jar;
    }

    @Override
    public String[] clientNames() {
      return ClientNames.ALL.clone();
    }

    @Override
    public RequestTargets targets(Configuration configuration) {
      AgentLog.configure(configuration.logLevel(), output(configuration));
      AgentScheduler threads = new AgentScheduler();
      RunningAgent running = new RunningAgent(configuration);
      ConfiguredTargets targets =
          ConfiguredTargets.of(
              configuration, new AzureTokenSources(), threads, running.recentEvents());
      running.started(targets, new DetectedClients());
      agent = running;
      scheduler = threads;
      if (configuration.prefetch() != Prefetch.NEVER) {
        threads.execute(targets::prefetch);
      }
      return targets.lookup();
    }

    @Override
    public GatewayHealth show(Configuration configuration, Supplier<GatewayStatus> gateway) {
      RunningAgent running = Objects.requireNonNull(agent, "targets() comes first");
      AgentScheduler threads = Objects.requireNonNull(scheduler);
      new ManagementStart(
              threads,
              () -> Management.isServerThere(),
              () -> true,
              () -> Management.register(running, threads::execute))
          .lookLater();
      return Probes.start(configuration, running, gateway);
    }

    @Override
    public void log(Configuration configuration) {
      String level = configuration.logLevel();
      boolean details = level.equals("debug") || level.equals("trace");
      AgentLog.configure(details ? level : "off", output(configuration));
    }

    private static LogOutput output(Configuration configuration) {
      return LogOutput.to(configuration.logFile(), configuration.logsJson());
    }

    @Override
    public TokenSource tokens(Identity identity, String scope, SignInEvents events) {
      return new AzureTokenSources(events).create(identity, scope);
    }

    @Override
    public void awaitStop() throws InterruptedException {
      // Waits until a signal ends the JVM.
      new CountDownLatch(1).await();
    }
  }
}
