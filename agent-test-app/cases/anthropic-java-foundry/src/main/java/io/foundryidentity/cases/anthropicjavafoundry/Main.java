package io.foundryidentity.cases.anthropicjavafoundry;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.foundry.backends.FoundryBackend;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;

/** anthropic-java with its Foundry backend, which signs in with a key. */
public final class Main {

  private static final MessageCreateParams MESSAGE =
      MessageCreateParams.builder()
          .model("claude-sonnet-4-5")
          .maxTokens(64)
          .addUserMessage("Who am I?")
          .build();

  public static void main(String[] arguments) {
    Foundry foundry = Foundry.from(System.getenv());
    AnthropicClient client =
        AnthropicOkHttpClient.builder()
            .backend(
                FoundryBackend.builder()
                    .apiKey(foundry.key())
                    .baseUrl(foundry.url() + "/anthropic")
                    .build())
            .build();
    new Calls(System.out)
        .call("messages", () -> message(client))
        .call("messages streaming", () -> messageStreaming(client));
    client.close(); // Its dispatcher's threads would keep the JVM alive for a minute
  }

  private static String message(AnthropicClient client) {
    StringBuilder answer = new StringBuilder();
    client
        .messages()
        .create(MESSAGE)
        .content()
        .forEach(block -> block.text().ifPresent(text -> answer.append(text.text())));
    return answer.toString();
  }

  private static String messageStreaming(AnthropicClient client) {
    StringBuilder answer = new StringBuilder();
    try (StreamResponse<RawMessageStreamEvent> events =
        client.messages().createStreaming(MESSAGE)) {
      events.stream()
          .forEach(
              event ->
                  event
                      .contentBlockDelta()
                      .ifPresent(
                          delta ->
                              delta.delta().text().ifPresent(text -> answer.append(text.text()))));
    }
    return answer.toString();
  }
}
