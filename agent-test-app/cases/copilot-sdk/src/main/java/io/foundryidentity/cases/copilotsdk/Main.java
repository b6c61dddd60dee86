package io.foundryidentity.cases.copilotsdk;

import com.github.copilot.sdk.CopilotClient;
import com.github.copilot.sdk.CopilotSession;
import com.github.copilot.sdk.json.CopilotClientOptions;
import com.github.copilot.sdk.json.MessageOptions;
import com.github.copilot.sdk.json.PermissionHandler;
import com.github.copilot.sdk.json.ProviderConfig;
import com.github.copilot.sdk.json.SessionConfig;
import java.util.concurrent.TimeUnit;

/** Over the SDK 0.3: two sessions, one of them streaming, each as long as the program runs. */
public final class Main {

  /** The first of them also starts the CLI. */
  private static final int LONGEST_TURN_SECONDS = 120;

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    Settings settings = Settings.from(System.getenv());
    CopilotClientOptions options = new CopilotClientOptions().setLogLevel("error");
    if (settings.cliUrl() != null) {
      options.setCliUrl(settings.cliUrl());
    } else {
      options.setCliPath(settings.cli()).setUseStdio(!settings.isTcp()).setUseLoggedInUser(false);
    }
    try (CopilotClient client = new CopilotClient(options)) {
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
            .setBearerToken(settings.foundry().key());
    SessionConfig config =
        new SessionConfig()
            .setModel(settings.model())
            .setStreaming(streaming)
            .setProvider(provider)
            .setOnPermissionRequest(PermissionHandler.APPROVE_ALL);
    CopilotSession session =
        client.createSession(config).get(LONGEST_TURN_SECONDS, TimeUnit.SECONDS);
    return question ->
        session
            .sendAndWait(new MessageOptions().setPrompt(question), LONGEST_TURN_SECONDS * 1000L)
            .get()
            .getData()
            .content();
  }
}
