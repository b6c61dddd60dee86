package io.foundryidentity.cases.openaijava;

import com.openai.client.OpenAIClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseStreamEvent;

/** The questions that one openai-java client is asked, each answered by its text. */
final class Questions {

  private static final String MODEL = "gpt-4.1-mini";
  private static final String EMBEDDING_MODEL = "text-embedding-3-small";
  private static final String QUESTION = "Who am I?";

  private final OpenAIClient client;

  Questions(OpenAIClient client) {
    this.client = client;
  }

  String chat() {
    return text(client.chat().completions().create(chatParameters()));
  }

  String chatStreaming() {
    StringBuilder answer = new StringBuilder();
    try (StreamResponse<ChatCompletionChunk> chunks =
        client.chat().completions().createStreaming(chatParameters())) {
      chunks.stream()
          .flatMap(chunk -> chunk.choices().stream())
          .forEach(choice -> choice.delta().content().ifPresent(answer::append));
    }
    return answer.toString();
  }

  String chatAsync() {
    return text(client.async().chat().completions().create(chatParameters()).join());
  }

  String responses() {
    StringBuilder answer = new StringBuilder();
    for (ResponseOutputItem item : client.responses().create(responseParameters()).output()) {
      item.message()
          .ifPresent(
              message ->
                  message
                      .content()
                      .forEach(
                          content ->
                              content.outputText().ifPresent(text -> answer.append(text.text()))));
    }
    return answer.toString();
  }

  String responsesStreaming() {
    StringBuilder answer = new StringBuilder();
    try (StreamResponse<ResponseStreamEvent> events =
        client.responses().createStreaming(responseParameters())) {
      events.stream()
          .forEach(event -> event.outputTextDelta().ifPresent(text -> answer.append(text.delta())));
    }
    return answer.toString();
  }

  String embeddings() {
    CreateEmbeddingResponse answer =
        client
            .embeddings()
            .create(EmbeddingCreateParams.builder().model(EMBEDDING_MODEL).input(QUESTION).build());
    return answer.data().get(0).embedding().size() + " numbers, model " + answer.model();
  }

  private static ChatCompletionCreateParams chatParameters() {
    return ChatCompletionCreateParams.builder().model(MODEL).addUserMessage(QUESTION).build();
  }

  private static ResponseCreateParams responseParameters() {
    return ResponseCreateParams.builder().model(MODEL).input(QUESTION).build();
  }

  private static String text(ChatCompletion completion) {
    return completion.choices().get(0).message().content().orElse("");
  }
}
