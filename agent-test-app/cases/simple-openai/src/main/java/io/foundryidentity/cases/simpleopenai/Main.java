package io.foundryidentity.cases.simpleopenai;

import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.ClientThreads;
import io.foundryidentity.cases.calls.Foundry;
import io.github.sashirestela.cleverclient.ResponseInfo;
import io.github.sashirestela.cleverclient.support.CleverClientException;
import io.github.sashirestela.openai.SimpleOpenAI;
import io.github.sashirestela.openai.domain.chat.Chat;
import io.github.sashirestela.openai.domain.chat.ChatMessage.UserMessage;
import io.github.sashirestela.openai.domain.chat.ChatRequest;
import io.github.sashirestela.openai.domain.embedding.EmbeddingRequest;
import io.github.sashirestela.openai.domain.response.ResponseRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** simple-openai on the JDK's HttpClient, which is its default. */
public final class Main {

  private static final String MODEL = "gpt-4.1-mini";
  private static final String EMBEDDING_MODEL = "text-embedding-3-small";
  private static final String QUESTION = "Who am I?";

  private final SimpleOpenAI client;

  private Main(SimpleOpenAI client) {
    this.client = client;
  }

  public static void main(String[] arguments) {
    Foundry foundry = Foundry.from(System.getenv());
    Main program =
        new Main(
            SimpleOpenAI.builder()
                .baseUrl(foundry.url() + "/openai")
                .apiKey(foundry.key())
                .build());
    new Calls(System.out)
        .call("chat", named(program::chat))
        .call("chat streaming", named(program::chatStreaming))
        .call("responses", named(program::responses))
        .call("embeddings", named(program::embeddings));
    ClientThreads.awaitIdle();
  }

  private String chat() {
    return client.chatCompletions().create(chatRequest()).join().firstContent();
  }

  private String chatStreaming() {
    try (Stream<Chat> parts = client.chatCompletions().createStream(chatRequest()).join()) {
      return parts
          .filter(part -> part.getChoices() != null && !part.getChoices().isEmpty())
          .map(Chat::firstContent)
          .filter(text -> text != null)
          .collect(Collectors.joining());
    }
  }

  private String responses() {
    ResponseRequest request = ResponseRequest.builder().model(MODEL).input(QUESTION).build();
    return client.responses().create(request).join().outputText();
  }

  private String embeddings() {
    EmbeddingRequest request =
        EmbeddingRequest.builder().model(EMBEDDING_MODEL).input(QUESTION).build();
    return client.embeddings().create(request).join().getData().get(0).getEmbedding().size()
        + " numbers, model "
        + EMBEDDING_MODEL;
  }

  private static ChatRequest chatRequest() {
    return ChatRequest.builder().model(MODEL).message(UserMessage.of(QUESTION)).build();
  }

  /** The HTTP status and Foundry's words stand in a cause: tells those. */
  private static Callable<String> named(Callable<String> question) {
    return () -> {
      try {
        return question.call();
      } catch (Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
          Optional<ResponseInfo> refusal =
              cause instanceof CleverClientException
                  ? ((CleverClientException) cause).responseInfo()
                  : Optional.empty();
          if (refusal.isPresent()) {
            throw new IOException(
                refusal.get().getStatusCode() + ": " + refusal.get().getData(), failure);
          }
        }
        throw failure;
      }
    };
  }
}
