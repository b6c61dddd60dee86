package io.foundryidentity.benchmark;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import io.foundryidentity.agent.core.configuration.ConfigurationException;
import io.foundryidentity.agent.core.token.BearerToken;
import io.foundryidentity.agent.runtime.WiredAgent;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What advice calls for each request, from the bridge down to the token. */
public class AgentLookup {

  /** The agent as the runtime installs it; only the identity endpoint is replaced. */
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
      WiredAgent.install(hosts.toString(), (identity, scope) -> () -> token);
      SSLSession session = ProvenSession.create();
      if (ask("https", "contoso-0.openai.azure.com", "/", null, session) == null) {
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

  /** As many targets as a gateway may have. */
  @State(Scope.Benchmark)
  public static class Hundred extends Installed {
    public Hundred() {
      super(100);
    }
  }

  /**
   * A request to the target. Its strings are copies, as a client's are, and not the table's own.
   */
  @State(Scope.Thread)
  public static class Request {
    String scheme = "https"; // a constant in the advice of most clients
    String schemeOfUri = copy("https");
    String host = copy("contoso-0.openai.azure.com");
    String path = copy("/openai/v1/chat/completions");
    String key = copy("Bearer not-a-key");
    SSLSession session = ProvenSession.create();
  }

  /**
   * Requests to other hosts: one as long as the target's, one with the same end, one with the same
   * begin.
   */
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
    return ask(request.scheme, request.host, request.path, null, request.session);
  }

  /** For clients that keep a URL in parts. */
  @Benchmark
  public @Nullable String hitOfUri(One agent, Request request) throws FailurePolicyException {
    return ask(request.schemeOfUri, request.host, request.path, null, request.session);
  }

  /** The application's own key is replaced. */
  @Benchmark
  public @Nullable String hitWithKey(One agent, Request request) throws FailurePolicyException {
    return ask(request.scheme, request.host, request.path, request.key, request.session);
  }

  @Benchmark
  public @Nullable String missOf1(One agent, Others others) throws FailurePolicyException {
    return ask(others.scheme, others.host(), others.path, null, null);
  }

  @Benchmark
  public @Nullable String missOf100(Hundred agent, Others others) throws FailurePolicyException {
    return ask(others.scheme, others.host(), others.path, null, null);
  }

  private static @Nullable String ask(
      String scheme,
      String host,
      String path,
      @Nullable String existing,
      @Nullable SSLSession session)
      throws FailurePolicyException {
    TargetedRequest target = AuthorizationBridge.find(scheme, host, -1, path);
    return target == null || !target.isProvenByTls(session)
        ? null
        : target.authorize(existing, true);
  }

  private static String copy(String text) {
    return new String(text.toCharArray());
  }
}
