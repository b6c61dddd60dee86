package io.foundryidentity.cases.quarkuslangchain4j;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.embedding.EmbeddingModel;
import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.ClientThreads;
import io.quarkiverse.langchain4j.ModelName;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** A Quarkus application with models from its configuration; their calls go over Vert.x. */
@QuarkusMain
public final class Main implements QuarkusApplication {

  private static final String EMBEDDING_MODEL = "text-embedding-3-small";
  private static final String QUESTION = "Who am I?";

  private final ChatModel openAi;
  private final StreamingChatModel openAiStreaming;
  private final EmbeddingModel openAiEmbeddings;
  private final ChatModel azure;
  private final StreamingChatModel azureStreaming;
  private final EmbeddingModel azureEmbeddings;

  @Inject
  Main(
      ChatModel openAi,
      StreamingChatModel openAiStreaming,
      EmbeddingModel openAiEmbeddings,
      @ModelName("azure") ChatModel azure,
      @ModelName("azure") StreamingChatModel azureStreaming,
      @ModelName("azure") EmbeddingModel azureEmbeddings) {
    this.openAi = openAi;
    this.openAiStreaming = openAiStreaming;
    this.openAiEmbeddings = openAiEmbeddings;
    this.azure = azure;
    this.azureStreaming = azureStreaming;
    this.azureEmbeddings = azureEmbeddings;
  }

  @Override
  public int run(String... arguments) {
    new Calls(System.out)
        .call("chat", named(() -> openAi.chat(QUESTION)))
        .call("chat streaming", named(() -> streamed(openAiStreaming)))
        .call("embeddings", named(() -> embedded(openAiEmbeddings)))
        .call("azure chat", named(() -> azure.chat(QUESTION)))
        .call("azure chat streaming", named(() -> streamed(azureStreaming)))
        .call("azure embeddings", named(() -> embedded(azureEmbeddings)));
    ClientThreads.awaitIdle();
    return 0;
  }

  /** The HTTP status stands in a cause: puts it before the message. */
  private static Callable<String> named(Callable<String> question) {
    return () -> {
      try {
        return question.call();
      } catch (Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
          if (cause instanceof HttpException refusal) {
            throw new IOException(refusal.statusCode() + ": " + refusal.getMessage(), failure);
          }
        }
        throw failure;
      }
    };
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
