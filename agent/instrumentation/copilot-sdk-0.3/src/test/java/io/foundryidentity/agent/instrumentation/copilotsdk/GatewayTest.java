package io.foundryidentity.agent.instrumentation.copilotsdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.copilot.CopilotClient;
import com.github.copilot.CopilotSession;
import com.github.copilot.rpc.CopilotClientOptions;
import com.github.copilot.rpc.SessionConfig;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A CLI that the SDK starts itself: before 1.0.65, or with a provider that comes later. */
class GatewayTest extends AuthorizedSessions {

  @TempDir private Path folder;
  private Path told;
  private CopilotClientOptions options;

  @BeforeEach
  void write_a_program() throws IOException {
    told = folder.resolve("told");
    Path program = folder.resolve("copilot");
    Files.writeString(
        program,
        "#!/bin/sh\nexec '"
            + Path.of(System.getProperty("java.home"), "bin", "java")
            + "' -XX:TieredStopAtLevel=1 -cp '"
            + System.getProperty("java.class.path")
            + "' "
            + StartedCli.class.getName()
            + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("FAKE_CLI_FILE", told.toString());
    environment.put("HTTPS_PROXY", "http://proxy.test:8080");
    environment.remove("no_proxy");
    environment.put("NO_PROXY", "a.test");
    options = new CopilotClientOptions().setCliPath(program.toString()).setEnvironment(environment);
  }

  @Test
  void its_requests_are_to_come_to_the_gateway() throws Exception {
    keep(new CopilotClient(options)).createSession(session(target())).join();

    assertThat(toldOf("session.create"))
        .contains("\"baseUrl\":\"http://127.0.0.1:65000/openai/v1\"")
        .contains("\"bearerToken\":\"secret-0\"")
        .doesNotContain(KEY)
        .doesNotContain(token());
    assertThat(routes.opened).containsExactly("https://localhost:" + network().foundry().port());
  }

  @Test
  void it_asks_no_proxy_for_the_gateway() throws Exception {
    Map<String, String> before = options.getEnvironment();
    keep(new CopilotClient(options)).createSession(session(target())).join();

    assertThat(Files.readAllLines(told).get(0)).isEqualTo("NO_PROXY=a.test,127.0.0.1");
    assertThat(options.getEnvironment()).isEqualTo(before);
  }

  @Test
  void an_ended_session_has_no_way_left() throws Exception {
    CopilotClient client = keep(new CopilotClient(options));
    CopilotSession session = client.createSession(session(target())).join();
    session.close();

    assertThat(routes.closed).containsExactly("secret-0");
  }

  @Test
  void a_closed_client_leaves_none_either() throws Exception {
    CopilotClient client = new CopilotClient(options);
    client.createSession(session(target())).join();
    client.close();

    assertThat(routes.closed).containsExactly("secret-0");
  }

  @Test
  void a_client_that_is_dropped_when_its_program_has_died_leaves_none_either() throws Exception {
    WeakReference<CopilotClient> dropped = beginAndDrop();
    ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (routes.closed.isEmpty() && System.nanoTime() < giveUp) {
      System.gc();
      clientOf(cli("1.0.65")).createSession(session(target())).join();
    }

    assertThat(dropped.get()).isNull();
    assertThat(routes.closed).containsExactly("secret-0");
  }

  private WeakReference<CopilotClient> beginAndDrop() throws Exception {
    CopilotClient client = new CopilotClient(options);
    client.createSession(session(target())).join();
    return new WeakReference<>(client);
  }

  @Test
  void a_resumed_session_has_another_way_and_the_first_is_closed() throws Exception {
    CopilotClient client = keep(new CopilotClient(options));
    client.createSession(session(target())).join();
    client.resumeSession(session(target())).join();

    assertThat(toldOf("session.resume")).contains("\"bearerToken\":\"secret-1\"");
    assertThat(routes.closed).containsExactly("secret-0");
  }

  @Test
  void a_session_that_could_not_be_resumed_keeps_its_way() throws Exception {
    Map<String, String> environment = options.getEnvironment();
    environment.put("FAKE_CLI_REFUSES", "session.resume");
    CopilotClient client = keep(new CopilotClient(options.setEnvironment(environment)));
    client.createSession(session(target())).join();

    assertThatThrownBy(() -> client.resumeSession(session(target())).join())
        .hasMessageContaining("not this time");
    assertThat(routes.closed).containsExactly("secret-1");
  }

  @Test
  void without_a_gateway_it_is_told_a_token() throws Exception {
    routes.available = false;
    keep(new CopilotClient(options)).createSession(session(target())).join();

    assertThat(toldOf("session.create")).contains("\"bearerToken\":\"" + token() + "\"");
  }

  @Test
  void a_provider_that_a_newer_one_gets_later_comes_to_the_gateway() throws Exception {
    CopilotSession session = newer();
    session.addProviders(List.of(named("b")), List.of()).join();

    assertThat(toldOf("session.create")).contains("hasBearerTokenProvider");
    assertThat(toldOf("session.provider.add"))
        .contains("\"baseUrl\":\"http://127.0.0.1:65000/openai/v1\"")
        .contains("\"bearerToken\":\"secret-0\"")
        .doesNotContain(KEY)
        .doesNotContain("hasBearerTokenProvider");
    assertThat(toldMethods()).doesNotContain("session.resume");
  }

  @Test
  void a_sync_closes_the_ways_of_the_providers_that_it_replaces() throws Exception {
    CopilotSession session = newer();
    session.addProviders(List.of(named("b"), named("c")), List.of()).join();
    session.syncProviders(List.of(named("a"), named("b")), List.of()).join();

    assertThat(toldOf("session.provider.sync")).contains("hasBearerTokenProvider", "secret-2");
    assertThat(routes.closed).containsExactlyInAnyOrder("secret-0", "secret-1");
  }

  @Test
  void an_opened_session_of_a_newer_one_comes_to_the_gateway_too() throws Exception {
    options = options.setEnvironment(ofVersion("1.0.102"));
    CopilotClient client = keep(new CopilotClient(options));
    client.openSession("create", session(target()).setSessionId(null)).join();

    assertThat(toldOf("sessions.open")).contains("secret-0").doesNotContain(KEY);
    client.close();
    assertThat(routes.closed).containsExactly("secret-0");
  }

  private CopilotSession newer() throws Exception {
    CopilotClient client = keep(new CopilotClient(options.setEnvironment(ofVersion("1.0.102"))));
    SessionConfig config =
        new SessionConfig().setSessionId("s-1").setProviders(List.of(named("a")));
    return client.createSession(config).join();
  }

  private Map<String, String> ofVersion(String version) {
    Map<String, String> environment = options.getEnvironment();
    environment.put("FAKE_CLI_VERSION", version);
    return environment;
  }

  private List<String> toldMethods() throws IOException {
    return Files.readAllLines(told).stream().map(line -> line.split(" ")[0]).toList();
  }

  private String toldOf(String method) throws IOException {
    List<String> lines = Files.readAllLines(told);
    return lines.stream().filter(line -> line.startsWith(method + " ")).findFirst().orElseThrow();
  }
}
