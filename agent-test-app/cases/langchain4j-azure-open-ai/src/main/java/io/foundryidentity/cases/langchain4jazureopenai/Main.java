package io.foundryidentity.cases.langchain4jazureopenai;

import dev.langchain4j.model.azure.AzureOpenAiChatModel;
import dev.langchain4j.model.azure.AzureOpenAiEmbeddingModel;
import dev.langchain4j.model.azure.AzureOpenAiStreamingChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.embedding.EmbeddingModel;
import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import java.util.concurrent.CompletableFuture;

/** langchain4j-azure-open-ai over Azure's own client, which takes Netty. */
public final class Main {

  private static final String MODEL = "gpt-4.1-mini";
  private static final String EMBEDDING_MODEL = "text-embedding-3-small";
  private static final String QUESTION = "Who am I?";

  public static void main(String[] arguments) {
    Foundry foundry = Foundry.from(System.getenv());
    ChatModel chat =
        AzureOpenAiChatModel.builder()
            .endpoint(foundry.url())
            .apiKey(foundry.key())
            .deploymentName(MODEL)
            .build();
    StreamingChatModel streaming =
        AzureOpenAiStreamingChatModel.builder()
            .endpoint(foundry.url())
            .apiKey(foundry.key())
            .deploymentName(MODEL)
            .build();
    EmbeddingModel embeddings =
        AzureOpenAiEmbeddingModel.builder()
            .endpoint(foundry.url())
            .apiKey(foundry.key())
            .deploymentName(EMBEDDING_MODEL)
            .build();
    new Calls(System.out)
        .call("chat", () -> chat.chat(QUESTION))
        .call("chat streaming", () -> streamed(streaming))
        .call("embeddings", () -> embedded(embeddings));
    System.exit(0); // The transport's threads may outlive the last call
  }

  private static String streamed(StreamingChatModel model) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    StringBuilder text = new StringBuilder();
    model.chat(
        QUESTION,
        new StreamingChatResponseHandler() {
          @Override
          public void onPartialResponse(String part) {
            text.append(part);
          }

          @Override
          public void onCompleteResponse(ChatResponse response) {
            answer.complete(text.toString());
          }

          @Override
          public void onError(Throwable failure) {
            answer.completeExceptionally(failure);
          }
        });
    return answer.join();
  }

  private static String embedded(EmbeddingModel model) {
    return model.embed(QUESTION).content().dimension() + " numbers, model " + EMBEDDING_MODEL;
  }
}
