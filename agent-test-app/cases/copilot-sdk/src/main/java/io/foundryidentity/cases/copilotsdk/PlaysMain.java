package io.foundryidentity.cases.copilotsdk;

import com.github.copilot.CopilotClient;
import com.github.copilot.rpc.CopilotClientOptions;
import io.foundryidentity.cases.calls.Calls;
import java.util.ArrayList;
import java.util.List;

/** Over what stands for the SDK 1.x: the plays that {@code CASE_PLAYS} names, all at once. */
public final class PlaysMain {

  private PlaysMain() {}

  public static void main(String[] arguments) throws Exception {
    Settings settings = Settings.from(System.getenv());
    CopilotClientOptions options = new CopilotClientOptions();
    if (settings.cliUrl() != null) {
      options.setCliUrl(settings.cliUrl());
    } else {
      options.setCliPath(settings.cli()).setUseStdio(!settings.isTcp());
    }
    try (CopilotClient client = new CopilotClient(options).knowingTokenCallbacks().connect()) {
      Stage stage = new Stage(client, settings, new Calls(System.out));
      List<Thread> playing = new ArrayList<>();
      for (String name : System.getenv("CASE_PLAYS").split(",", -1)) {
        Play play = Play.valueOf(name);
        Thread thread = new Thread(() -> play(stage, play), name);
        thread.start();
        playing.add(thread);
      }
      for (Thread thread : playing) {
        thread.join();
      }
    }
  }

  private static void play(Stage stage, Play play) {
    try {
      play.run(stage);
    } catch (Exception failure) {
      stage.step(
          play + " itself",
          () -> {
            throw failure;
          });
    }
  }
}
