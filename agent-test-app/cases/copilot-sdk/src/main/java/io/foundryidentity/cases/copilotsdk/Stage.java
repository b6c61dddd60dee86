package io.foundryidentity.cases.copilotsdk;

import com.github.copilot.CopilotClient;
import com.github.copilot.CopilotSession;
import com.github.copilot.rpc.NamedProviderConfig;
import com.github.copilot.rpc.ProviderConfig;
import com.github.copilot.rpc.ProviderModelConfig;
import com.github.copilot.rpc.SessionConfig;
import io.foundryidentity.cases.calls.Calls;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What each play needs: one client over what stands for the SDK 1.x, and words for its steps. */
record Stage(CopilotClient client, Settings settings, Calls calls) {

  private static final int LONGEST_TURN_SECONDS = 120;

  static <T> T wait(CompletableFuture<T> answer) throws Exception {
    return answer.get(LONGEST_TURN_SECONDS, TimeUnit.SECONDS);
  }

  void pause() throws InterruptedException {
    Thread.sleep(settings.pause().toMillis());
  }

  /** A step that the program prints. */
  void step(String name, Callable<String> step) {
    calls.call(name, step);
  }

  void turn(String name, CopilotSession session) {
    step(name, () -> ask(session, "Say hello"));
  }

  /** Fails also if the CLI had to repeat a request that was refused. */
  static String ask(CopilotSession session, String question) throws Exception {
    int before = session.refusedRequests();
    String answer = wait(session.sendAndWait(question));
    if (session.refusedRequests() > before) {
      throw new IllegalStateException("requests were refused: 401");
    }
    return answer;
  }

  SessionConfig config() {
    return named(new SessionConfig()).setModel(settings.model()).setProvider(provider());
  }

  /** A session whose providers and models have names, so that others can be added. */
  SessionConfig registry(String provider) {
    return named(new SessionConfig())
        .setModel(model(provider))
        .setProviders(List.of(named(provider)))
        .setModels(List.of(modelOf(provider)));
  }

  private static SessionConfig named(SessionConfig config) {
    return config.setSessionId(UUID.randomUUID().toString()).setStreaming(true);
  }

  static String model(String provider) {
    return provider + "/model-" + provider;
  }

  ProviderModelConfig modelOf(String provider) {
    return new ProviderModelConfig()
        .setId("model-" + provider)
        .setProvider(provider)
        .setWireModel(settings.model());
  }

  ProviderConfig provider() {
    return filled(new ProviderConfig());
  }

  NamedProviderConfig named(String name) {
    NamedProviderConfig provider = new NamedProviderConfig().setName(name);
    filled(provider);
    return provider;
  }

  private ProviderConfig filled(ProviderConfig provider) {
    return provider
        .setType(settings.type())
        .setBaseUrl(settings.baseUrl())
        .setWireApi(settings.wireApi())
        .setTransport(settings.modelTransport())
        .setBearerToken(settings.foundry().key());
  }

  CopilotSession session(SessionConfig config) throws Exception {
    CopilotSession session = wait(client.createSession(config));
    wait(session.approveAll());
    return session;
  }

  CopilotSession resumed(SessionConfig config) throws Exception {
    return wait(client.resumeSession(config));
  }
}
