package io.foundryidentity.cases.semantickernel;

import com.azure.ai.openai.OpenAIAsyncClient;
import com.azure.ai.openai.OpenAIClientBuilder;
import com.azure.core.credential.AzureKeyCredential;
import com.microsoft.semantickernel.aiservices.openai.chatcompletion.OpenAIChatCompletion;
import com.microsoft.semantickernel.aiservices.openai.textembedding.OpenAITextEmbeddingGenerationService;
import com.microsoft.semantickernel.services.chatcompletion.ChatCompletionService;
import com.microsoft.semantickernel.services.chatcompletion.ChatMessageContent;
import com.microsoft.semantickernel.services.textembedding.TextEmbeddingGenerationService;
import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import java.util.List;

/** Semantic Kernel over Azure's own client, which takes Netty. */
public final class Main {

  private static final String MODEL = "gpt-4.1-mini";
  private static final String EMBEDDING_MODEL = "text-embedding-3-small";
  private static final String QUESTION = "Who am I?";

  public static void main(String[] arguments) {
    Foundry foundry = Foundry.from(System.getenv());
    OpenAIAsyncClient client =
        new OpenAIClientBuilder()
            .endpoint(foundry.url())
            .credential(new AzureKeyCredential(foundry.key()))
            .buildAsyncClient();
    ChatCompletionService chat =
        OpenAIChatCompletion.builder().withModelId(MODEL).withOpenAIAsyncClient(client).build();
    TextEmbeddingGenerationService embeddings =
        OpenAITextEmbeddingGenerationService.builder()
            .withModelId(EMBEDDING_MODEL)
            .withOpenAIAsyncClient(client)
            .build();
    new Calls(System.out)
        .call("chat", () -> asked(chat))
        .call("chat streaming", () -> streamed(chat))
        .call("embeddings", () -> embedded(embeddings));
    System.exit(0); // The transport's threads may outlive the last call
  }

  private static String asked(ChatCompletionService chat) {
    List<ChatMessageContent<?>> conversation =
        chat.getChatMessageContentsAsync(QUESTION, null, null).block();
    return conversation.get(conversation.size() - 1).getContent(); // The question comes first
  }

  private static String streamed(ChatCompletionService chat) {
    StringBuilder answer = new StringBuilder();
    chat.getStreamingChatMessageContentsAsync(QUESTION, null, null)
        .toIterable()
        .forEach(part -> answer.append(part.getContent() == null ? "" : part.getContent()));
    return answer.toString();
  }

  private static String embedded(TextEmbeddingGenerationService embeddings) {
    int numbers = embeddings.generateEmbeddingAsync(QUESTION).block().getVector().size();
    return numbers + " numbers, model " + EMBEDDING_MODEL;
  }
}
