package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.azure.AzureTokenSources;
import io.foundryidentity.agent.bootstrap.RequestAuthorizer;
import io.foundryidentity.agent.command.AgentParts;
import io.foundryidentity.agent.command.Commands;
import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.configuration.Prefetch;
import io.foundryidentity.agent.core.token.AgentScheduler;
import io.foundryidentity.agent.core.token.Identity;
import io.foundryidentity.agent.core.token.SignInEvents;
import io.foundryidentity.agent.core.token.TokenSource;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.concurrent.CountDownLatch;

/**
 * The isolated side's entry for {@code java -jar}, where the jar is no agent.
 *
 * <p>Called through reflection, as {@link AgentRuntime} is.
 */
public final class CommandRuntime {

  private CommandRuntime() {}

  /**
   * Runs a command to its end.
   *
   * @param version of the jar, whose manifest cannot be seen from here
   * @param jar its path
   * @return the exit code
   */
  public static int run(String[] arguments, String version, String jar) {
    // Service loaders of the agent's libraries look here.
    Thread.currentThread().setContextClassLoader(CommandRuntime.class.getClassLoader());
    return Commands.run(
        arguments,
        new Parts(version, jar),
        writer(System.out, "stdout.encoding"),
        writer(System.err, "stderr.encoding"));
  }

  private static PrintWriter writer(PrintStream stream, String encoding) {
    String named = System.getProperty(encoding);
    Charset charset = named == null ? Charset.defaultCharset() : Charset.forName(named);
    return new PrintWriter(new OutputStreamWriter(stream, charset), true);
  }

  private static final class Parts implements AgentParts {

    private final String version;
    private final String jar;

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
    public RequestAuthorizer sign(Configuration configuration) {
      AgentLog.configure(configuration.logLevel(), configuration.logFile());
      AgentScheduler scheduler = new AgentScheduler();
      Signing signing = Signing.of(configuration, new AzureTokenSources(), scheduler);
      if (configuration.prefetch() != Prefetch.NEVER) {
        scheduler.execute(signing::prefetch);
      }
      return signing.authorizer();
    }

    @Override
    public void log(Configuration configuration) {
      String level = configuration.logLevel();
      boolean details = level.equals("debug") || level.equals("trace");
      AgentLog.configure(details ? level : "off", configuration.logFile());
    }

    @Override
    public TokenSource tokens(Identity identity, String scope, SignInEvents events) {
      return new AzureTokenSources(events).create(identity, scope);
    }

    @Override
    public void awaitStop() throws InterruptedException {
      // A signal ends the JVM, whatever its threads wait for.
      new CountDownLatch(1).await();
    }
  }
}
