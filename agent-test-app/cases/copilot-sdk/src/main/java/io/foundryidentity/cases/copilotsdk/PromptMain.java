package io.foundryidentity.cases.copilotsdk;

import io.foundryidentity.cases.calls.Calls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Without an SDK: starts {@code copilot -p} itself, once for each turn. {@code CASE_PROMPT} is what
 * it asks; {@code CASE_LOADS} names a class that the program has beside that.
 */
public final class PromptMain {

  private PromptMain() {}

  public static void main(String[] arguments) throws Exception {
    Map<String, String> environment = System.getenv();
    Settings settings = Settings.from(environment);
    if (environment.containsKey("CASE_LOADS")) {
      Class.forName(environment.get("CASE_LOADS"));
    }
    String prompt = environment.getOrDefault("CASE_PROMPT", "Say hello");
    Calls calls = new Calls(System.out);
    for (int turn = 1; turn <= settings.turns(); turn++) {
      calls.call("prompt " + turn, () -> ask(settings, prompt));
      Thread.sleep(settings.pause().toMillis());
    }
  }

  private static String ask(Settings settings, String prompt)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(settings.cli(), "-p", prompt, "--silent", "--allow-all-tools");
    Map<String, String> environment = builder.environment();
    environment.put("COPILOT_PROVIDER_BASE_URL", settings.baseUrl());
    environment.put("COPILOT_PROVIDER_TYPE", settings.type());
    environment.put("COPILOT_PROVIDER_WIRE_API", settings.wireApi());
    environment.put("COPILOT_PROVIDER_BEARER_TOKEN", settings.foundry().key());
    environment.put("COPILOT_MODEL", settings.model());
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(said);
    }
    return said;
  }
}
