package io.foundryidentity.cases.azureaiinference;

import com.azure.ai.inference.ChatCompletionsClient;
import com.azure.ai.inference.ChatCompletionsClientBuilder;
import com.azure.ai.inference.EmbeddingsClient;
import com.azure.ai.inference.EmbeddingsClientBuilder;
import com.azure.ai.inference.models.ChatCompletionsOptions;
import com.azure.ai.inference.models.ChatRequestUserMessage;
import com.azure.ai.inference.models.StreamingChatChoiceUpdate;
import com.azure.ai.inference.models.StreamingChatCompletionsUpdate;
import com.azure.core.credential.AzureKeyCredential;
import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import java.util.Collections;

/** Azure's client of the model inference API; it sends the key twice, in two headers. */
public final class Main {

  private static final String MODEL = "gpt-4.1-mini";
  private static final String EMBEDDING_MODEL = "text-embedding-3-small";
  private static final String QUESTION = "Who am I?";

  public static void main(String[] arguments) {
    Foundry foundry = Foundry.from(System.getenv());
    AzureKeyCredential key = new AzureKeyCredential(foundry.key());
    String endpoint = foundry.url() + "/models";
    ChatCompletionsClient chat =
        new ChatCompletionsClientBuilder().endpoint(endpoint).credential(key).buildClient();
    EmbeddingsClient embeddings =
        new EmbeddingsClientBuilder().endpoint(endpoint).credential(key).buildClient();
    new Calls(System.out)
        .call("chat", () -> chat.complete(question()).getChoice().getMessage().getContent())
        .call("chat streaming", () -> streamed(chat))
        .call("embeddings", () -> embedded(embeddings));
    System.exit(0); // The transport's threads may outlive the last call
  }

  private static ChatCompletionsOptions question() {
    return new ChatCompletionsOptions(
            Collections.singletonList(new ChatRequestUserMessage(QUESTION)))
        .setModel(MODEL);
  }

  private static String streamed(ChatCompletionsClient client) {
    StringBuilder answer = new StringBuilder();
    for (StreamingChatCompletionsUpdate update : client.completeStream(question())) {
      for (StreamingChatChoiceUpdate choice : update.getChoices()) {
        String part = choice.getDelta().getContent();
        answer.append(part == null ? "" : part);
      }
    }
    return answer.toString();
  }

  private static String embedded(EmbeddingsClient client) {
    int numbers =
        client
            .embed(Collections.singletonList(QUESTION), null, null, null, EMBEDDING_MODEL, null)
            .getData()
            .get(0)
            .getEmbeddingList()
            .size();
    return numbers + " numbers, model " + EMBEDDING_MODEL;
  }
}
