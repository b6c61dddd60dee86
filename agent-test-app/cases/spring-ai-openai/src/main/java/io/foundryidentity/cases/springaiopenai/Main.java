package io.foundryidentity.cases.springaiopenai;

import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import java.util.List;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.openai.OpenAiEmbeddingModel;
import org.springframework.ai.openai.OpenAiEmbeddingOptions;

/** Spring AI 2 over OpenAI's own client, which sends its key in two ways; without Spring Boot. */
public final class Main {

  private static final String MODEL = "gpt-4.1-mini";
  private static final String EMBEDDING_MODEL = "text-embedding-3-small";
  private static final String QUESTION = "Who am I?";

  public static void main(String[] arguments) {
    Foundry foundry = Foundry.from(System.getenv());
    OpenAiChatModel openAi = chat(foundry.url() + "/openai/v1", foundry.key(), false);
    OpenAiChatModel azure = chat(foundry.url(), foundry.key(), true);
    OpenAiEmbeddingModel embeddings =
        OpenAiEmbeddingModel.builder()
            .options(
                OpenAiEmbeddingOptions.builder()
                    .baseUrl(foundry.url() + "/openai/v1")
                    .apiKey(foundry.key())
                    .model(EMBEDDING_MODEL)
                    .build())
            .build();
    new Calls(System.out)
        .call("chat", () -> openAi.call(QUESTION))
        .call("chat streaming", () -> streamed(openAi))
        .call("embeddings", () -> embedded(embeddings))
        .call("azure chat", () -> azure.call(QUESTION))
        .call("azure chat streaming", () -> streamed(azure));
    System.exit(0); // The client's threads outlive the last call
  }

  private static OpenAiChatModel chat(String url, String key, boolean foundry) {
    return OpenAiChatModel.builder()
        .options(
            OpenAiChatOptions.builder()
                .baseUrl(url)
                .apiKey(key)
                .microsoftFoundry(foundry)
                .model(MODEL)
                .build())
        .build();
  }

  private static String streamed(OpenAiChatModel model) {
    List<String> pieces = model.stream(QUESTION).collectList().block();
    return String.join("", pieces);
  }

  private static String embedded(OpenAiEmbeddingModel model) {
    return model.embed(QUESTION).length + " numbers, model " + EMBEDDING_MODEL;
  }
}
