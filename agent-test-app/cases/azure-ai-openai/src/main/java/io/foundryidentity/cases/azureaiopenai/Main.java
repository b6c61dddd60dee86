package io.foundryidentity.cases.azureaiopenai;

import com.azure.ai.openai.OpenAIAsyncClient;
import com.azure.ai.openai.OpenAIClient;
import com.azure.ai.openai.OpenAIClientBuilder;
import com.azure.ai.openai.models.ChatChoice;
import com.azure.ai.openai.models.ChatCompletions;
import com.azure.ai.openai.models.ChatCompletionsOptions;
import com.azure.ai.openai.models.ChatRequestUserMessage;
import com.azure.ai.openai.models.EmbeddingsOptions;
import com.azure.core.credential.AzureKeyCredential;
import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.ClientThreads;
import io.foundryidentity.cases.calls.Foundry;
import java.util.Collections;

/** Azure's own OpenAI client with a key, over the transport that azure-core finds. */
public final class Main {

  private static final String MODEL = "gpt-4.1-mini";
  private static final String EMBEDDING_MODEL = "text-embedding-3-small";
  private static final String QUESTION = "Who am I?";

  public static void main(String[] arguments) {
    Foundry foundry = Foundry.from(System.getenv());
    OpenAIClientBuilder builder =
        new OpenAIClientBuilder()
            .endpoint(foundry.url())
            .credential(new AzureKeyCredential(foundry.key()));
    OpenAIClient client = builder.buildClient();
    OpenAIAsyncClient async = builder.buildAsyncClient();
    new Calls(System.out)
        .call("chat", () -> text(client.getChatCompletions(MODEL, question())))
        .call("chat streaming", () -> streamed(client.getChatCompletionsStream(MODEL, question())))
        .call("embeddings", () -> embedded(client))
        .call("chat async", () -> text(async.getChatCompletions(MODEL, question()).block()));
    ClientThreads.awaitIdle();
    System.exit(0); // A transport's threads may outlive the last call
  }

  private static ChatCompletionsOptions question() {
    return new ChatCompletionsOptions(
        Collections.singletonList(new ChatRequestUserMessage(QUESTION)));
  }

  private static String text(ChatCompletions answer) {
    return answer.getChoices().get(0).getMessage().getContent();
  }

  private static String streamed(Iterable<ChatCompletions> chunks) {
    StringBuilder answer = new StringBuilder();
    for (ChatCompletions chunk : chunks) {
      for (ChatChoice choice : chunk.getChoices()) {
        String part = choice.getDelta().getContent();
        answer.append(part == null ? "" : part);
      }
    }
    return answer.toString();
  }

  private static String embedded(OpenAIClient client) {
    EmbeddingsOptions input = new EmbeddingsOptions(Collections.singletonList(QUESTION));
    int numbers =
        client.getEmbeddings(EMBEDDING_MODEL, input).getData().get(0).getEmbedding().size();
    return numbers + " numbers, model " + EMBEDDING_MODEL;
  }
}
