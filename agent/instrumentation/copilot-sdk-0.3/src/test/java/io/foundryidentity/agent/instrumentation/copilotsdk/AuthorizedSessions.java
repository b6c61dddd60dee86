package io.foundryidentity.agent.instrumentation.copilotsdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.copilot.CopilotClient;
import com.github.copilot.rpc.CopilotClientOptions;
import com.github.copilot.rpc.NamedProviderConfig;
import com.github.copilot.rpc.ProviderConfig;
import com.github.copilot.rpc.SessionConfig;
import io.foundryidentity.agent.bootstrap.CliBridge;
import io.foundryidentity.agent.instrumentation.testing.FakeGatewayRoutes;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The SDK's classes under their names of 1.x, instrumented, and a CLI that they talk to. */
abstract class AuthorizedSessions {

  /** The context of the agent's own threads, which no application must meet. */
  static final ClassLoader AGENTS = new ClassLoader(null) {};

  static final String KEY = "a-placeholder-that-opens-nothing";

  private final List<AutoCloseable> open = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool(AuthorizedSessions::agents);
  final FakeGatewayRoutes routes = new FakeGatewayRoutes();
  private TestNetwork network;

  private static Thread agents(Runnable task) {
    Thread thread = new Thread(task, "test-agent");
    thread.setDaemon(true);
    thread.setContextClassLoader(AGENTS);
    return thread;
  }

  @BeforeEach
  final void instrument() {
    network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new CopilotSdkInstrumentation());
    CliBridge.install(new CopilotCalls(network.authorizer(), routes, threads));
  }

  @AfterEach
  final void end() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    threads.shutdown();
    CliBridge.install(null);
    assertThat(network.authorizer().failures()).isEmpty();
  }

  /** For a test that has seen the failures which it caused. */
  final void forgetFailures() {
    TestNetwork.fresh();
  }

  final TestNetwork network() {
    return network;
  }

  final <T extends AutoCloseable> T keep(T toClose) {
    open.add(toClose);
    return toClose;
  }

  /** A CLI that was running before. */
  final FakeCli cli(String version) throws IOException {
    return keep(FakeCli.listening(version, InetAddress.getLoopbackAddress()));
  }

  final CopilotClient clientOf(FakeCli cli) throws Exception {
    CopilotClientOptions options =
        new CopilotClientOptions().setCliUrl("http://127.0.0.1:" + cli.port());
    return keep(new CopilotClient(options));
  }

  /** A client and a CLI in one process. */
  final FakeCli inProcess(String version, List<CopilotClient> client) throws IOException {
    PipedOutputStream toCli = new PipedOutputStream();
    PipedOutputStream toSdk = new PipedOutputStream();
    FakeCli cli = FakeCli.over(version, new PipedInputStream(toCli, 1 << 16), toSdk);
    client.add(keep(new CopilotClient(new PipedInputStream(toSdk, 1 << 16), toCli)));
    return cli;
  }

  final ProviderConfig target() {
    return new ProviderConfig()
        .setType("openai")
        .setBaseUrl(network.target("/openai/v1").toString())
        .setApiKey(KEY);
  }

  final NamedProviderConfig named(String name) {
    NamedProviderConfig provider = new NamedProviderConfig().setName(name);
    provider.setType("openai").setApiKey(KEY);
    provider.setBaseUrl(network.target("/openai/v1").toString());
    return provider;
  }

  final SessionConfig session(ProviderConfig provider) {
    return new SessionConfig().setSessionId("s-1").setModel("gpt-5").setProvider(provider);
  }

  /** The token that is current, as it goes over the wire. */
  final String token() {
    List<String> values = network.authorizer().values();
    return values.get(values.size() - 1).substring("Bearer ".length());
  }

  static void assertKeyless(JsonNode provider) {
    assertThat(provider.toString()).doesNotContain(KEY).doesNotContain("bearerToken");
    assertThat(provider.has("apiKey")).isFalse();
  }

  static Map<String, String> keyHeaders() {
    return Map.of("API-Key", KEY, "authorization", "Bearer " + KEY, "x-mine", "stays");
  }
}
