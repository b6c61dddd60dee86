package io.foundryidentity.cases.openai4j;

import dev.ai4j.openai4j.OpenAiClient;
import dev.ai4j.openai4j.OpenAiHttpException;
import dev.ai4j.openai4j.chat.ChatCompletionRequest;
import dev.ai4j.openai4j.embedding.EmbeddingRequest;
import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** openai4j in its two forms: a bearer for OpenAI's paths, and Azure's key and deployments. */
public final class Main {

  private static final String MODEL = "gpt-4.1-mini";
  private static final String EMBEDDING_MODEL = "text-embedding-3-small";
  private static final String QUESTION = "Who am I?";

  private final OpenAiClient client;

  private Main(OpenAiClient client) {
    this.client = client;
  }

  public static void main(String[] arguments) {
    Foundry foundry = Foundry.from(System.getenv());
    Calls calls = new Calls(System.out);
    OpenAiClient openAi =
        OpenAiClient.builder()
            .baseUrl(foundry.url() + "/openai/v1/")
            .openAiApiKey(foundry.key())
            .build();
    new Main(openAi).ask(calls);
    OpenAiClient azure =
        OpenAiClient.builder()
            .baseUrl(foundry.url() + "/openai/deployments/" + MODEL + "/")
            .azureApiKey(foundry.key())
            .apiVersion("2024-10-21")
            .build();
    calls.call("chat, deployment", named(new Main(azure)::chat));
    openAi.shutdown();
    azure.shutdown();
  }

  private void ask(Calls calls) {
    calls
        .call("chat", named(this::chat))
        .call("chat streaming", named(this::chatStreaming))
        .call("embeddings", named(this::embeddings));
  }

  private String chat() {
    return client.chatCompletion(chatRequest()).execute().content();
  }

  private String chatStreaming() {
    CompletableFuture<String> answer = new CompletableFuture<>();
    StringBuilder text = new StringBuilder();
    client
        .chatCompletion(chatRequest())
        .onPartialResponse(
            part -> {
              if (!part.choices().isEmpty() && part.choices().get(0).delta().content() != null) {
                text.append(part.choices().get(0).delta().content());
              }
            })
        .onComplete(() -> answer.complete(text.toString()))
        .onError(answer::completeExceptionally)
        .execute();
    return answer.join();
  }

  private String embeddings() {
    EmbeddingRequest request =
        EmbeddingRequest.builder().model(EMBEDDING_MODEL).input(QUESTION).build();
    return client.embedding(request).execute().embedding().size()
        + " numbers, model "
        + EMBEDDING_MODEL;
  }

  private static ChatCompletionRequest chatRequest() {
    return ChatCompletionRequest.builder().model(MODEL).addUserMessage(QUESTION).build();
  }

  /** Its exception keeps the HTTP status beside the message: puts it before. */
  private static Callable<String> named(Callable<String> question) {
    return () -> {
      try {
        return question.call();
      } catch (Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
          if (cause instanceof OpenAiHttpException) {
            throw new IOException(
                ((OpenAiHttpException) cause).code() + ": " + cause.getMessage(), failure);
          }
        }
        throw failure;
      }
    };
  }
}
