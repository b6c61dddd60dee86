package io.foundryidentity.benchmark;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.core.configuration.ConfigurationException;
import io.foundryidentity.agent.core.token.BearerToken;
import io.foundryidentity.agent.runtime.WiredAgent;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What advice asks for each request, from the bridge down to the token. */
public class AgentLookup {

  /**
   * Behind the bridge everything is as the runtime wires it; the identity endpoint alone is not.
   */
  @State(Scope.Benchmark)
  public abstract static class Installed {
    private final int targets;

    Installed(int targets) {
      this.targets = targets;
    }

    @Setup
    public void install() throws ConfigurationException, FailurePolicyException {
      StringJoiner hosts = new StringJoiner(",", "hosts=", "");
      for (int i = 0; i < targets; i++) {
        hosts.add("contoso-" + i + ".openai.azure.com");
      }
      BearerToken token =
          new BearerToken(
              SampleToken.make(), System.currentTimeMillis() + TimeUnit.HOURS.toMillis(24), 0);
      WiredAgent.install(hosts.toString(), (identity, scope) -> pastCaches -> token);
      if (ask("https", "contoso-0.openai.azure.com", "/", null) == null) {
        throw new IllegalStateException("the target is not signed");
      }
    }
  }

  /** One target. */
  @State(Scope.Benchmark)
  public static class One extends Installed {
    public One() {
      super(1);
    }
  }

  /** A gateway's worth of targets. */
  @State(Scope.Benchmark)
  public static class Hundred extends Installed {
    public Hundred() {
      super(100);
    }
  }

  /**
   * A request to the target, its host and path as a client hands them over: not the table's own.
   */
  @State(Scope.Thread)
  public static class Request {
    String scheme = "https"; // advice writes it itself for most clients
    String schemeOfUri = copy("https");
    String host = copy("contoso-0.openai.azure.com");
    String path = copy("/openai/v1/chat/completions");
    String key = copy("Bearer not-a-key");
  }

  /** Requests to others: one of the target's length, one that ends like it, one begins like it. */
  @State(Scope.Thread)
  public static class Others {
    private final String[] hosts = {
      copy("api.github.com"),
      copy("fabrikam-0.openai.azure.us"),
      copy("fabrikam.openai.azure.com"),
      copy("contoso-0.openai.azure.com.example")
    };
    String scheme = "https";
    String path = copy("/repos/contoso/shop/issues?state=open");
    private int last;

    String host() {
      last = (last + 1) & 3;
      return hosts[last];
    }
  }

  @Benchmark
  public @Nullable String hit(One agent, Request request) throws FailurePolicyException {
    return ask(request.scheme, request.host, request.path, null);
  }

  /** As those clients ask that keep a URL in parts. */
  @Benchmark
  public @Nullable String hitOfUri(One agent, Request request) throws FailurePolicyException {
    return ask(request.schemeOfUri, request.host, request.path, null);
  }

  /** The application's own key is replaced. */
  @Benchmark
  public @Nullable String hitWithKey(One agent, Request request) throws FailurePolicyException {
    return ask(request.scheme, request.host, request.path, request.key);
  }

  @Benchmark
  public @Nullable String missOf1(One agent, Others others) throws FailurePolicyException {
    return ask(others.scheme, others.host(), others.path, null);
  }

  @Benchmark
  public @Nullable String missOf100(Hundred agent, Others others) throws FailurePolicyException {
    return ask(others.scheme, others.host(), others.path, null);
  }

  private static @Nullable String ask(
      String scheme, String host, String path, @Nullable String existing)
      throws FailurePolicyException {
    return AuthorizationBridge.authorize(scheme, host, -1, path, existing, true);
  }

  private static String copy(String text) {
    return new String(text.toCharArray());
  }
}
