package io.foundryidentity.cases.copilotsdk;

import com.github.copilot.CopilotClient;
import com.github.copilot.CopilotSession;
import com.github.copilot.rpc.CopilotClientOptions;
import com.github.copilot.rpc.ProviderConfig;
import com.github.copilot.rpc.SessionConfig;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The same over what stands for the SDK 1.x. */
public final class NewerMain {

  /** The first of them also starts the CLI. */
  private static final int LONGEST_TURN_SECONDS = 120;

  private NewerMain() {}

  public static void main(String[] arguments) throws Exception {
    Settings settings = Settings.from(System.getenv());
    CopilotClientOptions options = new CopilotClientOptions();
    if (settings.cliUrl() != null) {
      options.setCliUrl(settings.cliUrl());
    } else {
      options.setCliPath(settings.cli()).setUseStdio(!settings.isTcp());
    }
    try (CopilotClient client = new CopilotClient(options).knowingTokenCallbacks()) {
      Turns.play(settings, session(client, settings, false), session(client, settings, true));
    }
  }

  private static Conversation session(CopilotClient client, Settings settings, boolean streaming)
      throws Exception {
    ProviderConfig provider =
        new ProviderConfig()
            .setType(settings.type())
            .setBaseUrl(settings.baseUrl())
            .setWireApi(settings.wireApi())
            .setTransport(settings.modelTransport())
            .setBearerToken(settings.foundry().key());
    SessionConfig config =
        new SessionConfig()
            .setSessionId(UUID.randomUUID().toString())
            .setModel(settings.model())
            .setStreaming(streaming)
            .setProvider(provider);
    CopilotSession session =
        client.createSession(config).get(LONGEST_TURN_SECONDS, TimeUnit.SECONDS);
    return question -> {
      int before = session.refusedRequests();
      String answer = session.sendAndWait(question).get(LONGEST_TURN_SECONDS, TimeUnit.SECONDS);
      // The CLI tries again by itself, so an answer alone does not say that none was refused.
      if (session.refusedRequests() > before) {
        throw new IllegalStateException("requests were refused: 401");
      }
      return answer;
    };
  }
}
