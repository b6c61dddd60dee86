package io.foundryidentity.cases.koog;

import ai.koog.http.client.KoogHttpClientException;
import ai.koog.prompt.Prompt;
import ai.koog.prompt.executor.clients.ConnectionTimeoutConfig;
import ai.koog.prompt.executor.clients.openai.OpenAIClientFactory;
import ai.koog.prompt.executor.clients.openai.OpenAIClientSettings;
import ai.koog.prompt.executor.clients.openai.OpenAILLMClient;
import ai.koog.prompt.executor.clients.openai.OpenAIModels;
import ai.koog.prompt.streaming.StreamFrame;
import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import io.github.oshai.kotlinlogging.KotlinLoggingConfiguration;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** Koog's OpenAI client over Ktor, with the engine that it brings. */
public final class Main {

  private static final Prompt PROMPT = Prompt.builder("question").user("Who am I?").build();

  public static void main(String[] arguments) {
    KotlinLoggingConfiguration.INSTANCE.setLogStartupMessage(false); // On stdout, among the calls
    Foundry foundry = Foundry.from(System.getenv());
    OpenAILLMClient client =
        OpenAIClientFactory.openAIClient(
            foundry.key(),
            new OpenAIClientSettings(
                foundry.url() + "/openai/",
                new ConnectionTimeoutConfig(),
                "v1/chat/completions",
                "v1/responses",
                "v1/embeddings",
                "v1/moderations",
                "v1/models"));
    new Calls(System.out)
        .call("chat", named(() -> chat(client)))
        .call("chat streaming", named(() -> streamed(client)))
        .call("embeddings", named(() -> embedded(client)));
    client.close();
  }

  private static String chat(OpenAILLMClient client) {
    return client.execute(PROMPT, OpenAIModels.Chat.GPT4_1Mini).textContent();
  }

  private static String streamed(OpenAILLMClient client) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    StringBuilder text = new StringBuilder();
    Flow.Publisher<StreamFrame> frames =
        client.executeStreaming(PROMPT, OpenAIModels.Chat.GPT4_1Mini);
    frames.subscribe(
        new Flow.Subscriber<>() {
          @Override
          public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
          }

          @Override
          public void onNext(StreamFrame frame) {
            if (frame instanceof StreamFrame.TextDelta part) {
              text.append(part.getText());
            }
          }

          @Override
          public void onError(Throwable failure) {
            answer.completeExceptionally(failure);
          }

          @Override
          public void onComplete() {
            answer.complete(text.toString());
          }
        });
    return answer.join();
  }

  private static String embedded(OpenAILLMClient client) {
    int numbers = client.embed("Who am I?", OpenAIModels.Embeddings.TextEmbedding3Small).size();
    return numbers + " numbers, model text-embedding-3-small";
  }

  /** Koog keeps the HTTP status in a cause: puts it before the message. */
  private static Callable<String> named(Callable<String> question) {
    return () -> {
      try {
        return question.call();
      } catch (Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
          if (cause instanceof KoogHttpClientException refusal && refusal.getStatusCode() != null) {
            throw new IOException(refusal.getStatusCode() + ": " + refusal.getErrorBody(), failure);
          }
        }
        throw failure;
      }
    };
  }
}
