package io.foundryidentity.cases.theokanning;

import com.theokanning.openai.OpenAiHttpException;
import com.theokanning.openai.client.OpenAiApi;
import com.theokanning.openai.completion.chat.ChatCompletionRequest;
import com.theokanning.openai.completion.chat.ChatMessage;
import com.theokanning.openai.embedding.EmbeddingRequest;
import com.theokanning.openai.service.OpenAiService;
import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import retrofit2.Retrofit;

/**
 * The OpenAI client of TheoKanning. Its paths begin with {@code /v1}; for another service its users
 * put an interceptor before them.
 */
public final class Main {

  private static final String MODEL = "gpt-4.1-mini";
  private static final String EMBEDDING_MODEL = "text-embedding-3-small";
  private static final String QUESTION = "Who am I?";

  private final OpenAiService service;

  private Main(OpenAiService service) {
    this.service = service;
  }

  public static void main(String[] arguments) {
    Foundry foundry = Foundry.from(System.getenv());
    OkHttpClient client =
        OpenAiService.defaultClient(foundry.key(), Duration.ofMinutes(1))
            .newBuilder()
            .addInterceptor(Main::underOpenAi)
            .build();
    Retrofit retrofit =
        OpenAiService.defaultRetrofit(client, OpenAiService.defaultObjectMapper())
            .newBuilder()
            .baseUrl(foundry.url() + "/")
            .build();
    Main program =
        new Main(
            new OpenAiService(
                retrofit.create(OpenAiApi.class), client.dispatcher().executorService()));
    new Calls(System.out)
        .call("chat", named(program::chat))
        .call("chat streaming", named(program::chatStreaming))
        .call("embeddings", named(program::embeddings));
    program.service.shutdownExecutor();
  }

  private static Response underOpenAi(Interceptor.Chain chain) throws IOException {
    HttpUrl url = chain.request().url();
    HttpUrl moved = url.newBuilder().encodedPath("/openai" + url.encodedPath()).build();
    return chain.proceed(chain.request().newBuilder().url(moved).build());
  }

  private String chat() {
    return service
        .createChatCompletion(chatRequest())
        .getChoices()
        .get(0)
        .getMessage()
        .getContent();
  }

  private String chatStreaming() {
    StringBuilder text = new StringBuilder();
    service
        .streamChatCompletion(chatRequest())
        .blockingForEach(
            chunk -> {
              if (!chunk.getChoices().isEmpty()) {
                String part = chunk.getChoices().get(0).getMessage().getContent();
                text.append(part == null ? "" : part);
              }
            });
    return text.toString();
  }

  private String embeddings() {
    EmbeddingRequest request =
        EmbeddingRequest.builder()
            .model(EMBEDDING_MODEL)
            .input(Collections.singletonList(QUESTION))
            .build();
    List<Double> numbers = service.createEmbeddings(request).getData().get(0).getEmbedding();
    return numbers.size() + " numbers, model " + EMBEDDING_MODEL;
  }

  private static ChatCompletionRequest chatRequest() {
    return ChatCompletionRequest.builder()
        .model(MODEL)
        .messages(Collections.singletonList(new ChatMessage("user", QUESTION)))
        .build();
  }

  /** Its exceptions keep the HTTP status beside the message, or in a cause: puts it before. */
  private static Callable<String> named(Callable<String> question) {
    return () -> {
      try {
        return question.call();
      } catch (Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
          if (cause instanceof OpenAiHttpException) {
            throw new IOException(
                ((OpenAiHttpException) cause).statusCode + ": " + cause.getMessage(), failure);
          }
        }
        throw failure;
      }
    };
  }
}
