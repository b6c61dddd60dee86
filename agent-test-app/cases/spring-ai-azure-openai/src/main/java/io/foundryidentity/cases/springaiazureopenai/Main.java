package io.foundryidentity.cases.springaiazureopenai;

import com.azure.ai.openai.OpenAIClientBuilder;
import com.azure.core.credential.AzureKeyCredential;
import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import org.springframework.ai.azure.openai.AzureOpenAiChatModel;
import org.springframework.ai.azure.openai.AzureOpenAiChatOptions;
import org.springframework.ai.azure.openai.AzureOpenAiEmbeddingModel;
import org.springframework.ai.azure.openai.AzureOpenAiEmbeddingOptions;
import org.springframework.ai.document.MetadataMode;

/** Spring AI over Azure's own client, which takes Netty; without Spring Boot around it. */
public final class Main {

  private static final String MODEL = "gpt-4.1-mini";
  private static final String EMBEDDING_MODEL = "text-embedding-3-small";
  private static final String QUESTION = "Who am I?";

  public static void main(String[] arguments) {
    Foundry foundry = Foundry.from(System.getenv());
    OpenAIClientBuilder client =
        new OpenAIClientBuilder()
            .endpoint(foundry.url())
            .credential(new AzureKeyCredential(foundry.key()));
    AzureOpenAiChatModel chat =
        AzureOpenAiChatModel.builder()
            .openAIClientBuilder(client)
            .defaultOptions(AzureOpenAiChatOptions.builder().deploymentName(MODEL).build())
            .build();
    AzureOpenAiEmbeddingModel embeddings =
        new AzureOpenAiEmbeddingModel(
            client.buildClient(),
            MetadataMode.EMBED,
            AzureOpenAiEmbeddingOptions.builder().deploymentName(EMBEDDING_MODEL).build());
    new Calls(System.out)
        .call("chat", () -> chat.call(QUESTION))
        .call("chat streaming", () -> String.join("", chat.stream(QUESTION).collectList().block()))
        .call("embeddings", () -> embedded(embeddings));
    System.exit(0); // The transport's threads may outlive the last call
  }

  private static String embedded(AzureOpenAiEmbeddingModel model) {
    return model.embed(QUESTION).length + " numbers, model " + EMBEDDING_MODEL;
  }
}
