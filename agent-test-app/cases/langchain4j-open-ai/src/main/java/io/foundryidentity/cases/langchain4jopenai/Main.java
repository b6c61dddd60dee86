package io.foundryidentity.cases.langchain4jopenai;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiResponsesChatModel;
import dev.langchain4j.model.openai.OpenAiResponsesStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** langchain4j-open-ai over the JDK's HttpClient, which is what it finds by default. */
public final class Main {

  private static final String MODEL = "gpt-4.1-mini";
  private static final String EMBEDDING_MODEL = "text-embedding-3-small";
  private static final String QUESTION = "Who am I?";

  public static void main(String[] arguments) {
    Foundry foundry = Foundry.from(System.getenv());
    String baseUrl = foundry.url() + "/openai/v1";
    ChatModel chat =
        OpenAiChatModel.builder().baseUrl(baseUrl).apiKey(foundry.key()).modelName(MODEL).build();
    StreamingChatModel streaming =
        OpenAiStreamingChatModel.builder()
            .baseUrl(baseUrl)
            .apiKey(foundry.key())
            .modelName(MODEL)
            .build();
    ChatModel responses =
        OpenAiResponsesChatModel.builder()
            .baseUrl(baseUrl)
            .apiKey(foundry.key())
            .modelName(MODEL)
            .build();
    StreamingChatModel responsesStreaming =
        OpenAiResponsesStreamingChatModel.builder()
            .baseUrl(baseUrl)
            .apiKey(foundry.key())
            .modelName(MODEL)
            .build();
    EmbeddingModel embeddings =
        OpenAiEmbeddingModel.builder()
            .baseUrl(baseUrl)
            .apiKey(foundry.key())
            .modelName(EMBEDDING_MODEL)
            .build();
    new Calls(System.out)
        .call("chat", named(() -> chat.chat(QUESTION)))
        .call("chat streaming", named(() -> streamed(streaming)))
        .call("responses", named(() -> responses.chat(QUESTION)))
        .call("responses streaming", named(() -> streamed(responsesStreaming)))
        .call("embeddings", named(() -> embedded(embeddings)));
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

  /** LangChain4j keeps the HTTP status in a cause: puts it before the message. */
  private static Callable<String> named(Callable<String> question) {
    return () -> {
      try {
        return question.call();
      } catch (Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
          if (cause instanceof HttpException refusal) {
            throw new IOException(refusal.statusCode() + ": " + Calls.describe(failure), failure);
          }
        }
        throw failure;
      }
    };
  }
}
