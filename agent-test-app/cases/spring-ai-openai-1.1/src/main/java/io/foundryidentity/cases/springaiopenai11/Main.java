package io.foundryidentity.cases.springaiopenai11;

import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.ClientThreads;
import io.foundryidentity.cases.calls.Foundry;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.util.List;
import org.springframework.ai.document.MetadataMode;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.openai.OpenAiEmbeddingModel;
import org.springframework.ai.openai.OpenAiEmbeddingOptions;
import org.springframework.ai.openai.api.OpenAiApi;
import org.springframework.http.client.ReactorClientHttpRequestFactory;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;

/** Spring AI 1 over RestClient and WebClient, both over Reactor Netty; without Spring Boot. */
public final class Main {

  private static final String MODEL = "gpt-4.1-mini";
  private static final String EMBEDDING_MODEL = "text-embedding-3-small";
  private static final String QUESTION = "Who am I?";

  public static void main(String[] arguments) {
    Foundry foundry = Foundry.from(System.getenv());
    // What Spring takes by itself; only that names are the JVM's to resolve has to be said
    HttpClient netty = HttpClient.create().resolver(DefaultAddressResolverGroup.INSTANCE);
    OpenAiApi api =
        OpenAiApi.builder()
            .baseUrl(foundry.url())
            .apiKey(foundry.key())
            .completionsPath("/openai/v1/chat/completions")
            .embeddingsPath("/openai/v1/embeddings")
            .restClientBuilder(
                RestClient.builder().requestFactory(new ReactorClientHttpRequestFactory(netty)))
            .webClientBuilder(
                WebClient.builder().clientConnector(new ReactorClientHttpConnector(netty)))
            .build();
    OpenAiChatModel chat =
        OpenAiChatModel.builder()
            .openAiApi(api)
            .defaultOptions(OpenAiChatOptions.builder().model(MODEL).build())
            .build();
    OpenAiEmbeddingModel embeddings =
        new OpenAiEmbeddingModel(
            api,
            MetadataMode.EMBED,
            OpenAiEmbeddingOptions.builder().model(EMBEDDING_MODEL).build());
    new Calls(System.out)
        .call("chat", () -> chat.call(QUESTION))
        .call("chat streaming", () -> streamed(chat))
        .call("embeddings", () -> embedded(embeddings));
    ClientThreads.awaitIdle();
  }

  private static String streamed(OpenAiChatModel model) {
    List<String> pieces = model.stream(QUESTION).collectList().block();
    return String.join("", pieces);
  }

  private static String embedded(OpenAiEmbeddingModel model) {
    return model.embed(QUESTION).length + " numbers, model " + EMBEDDING_MODEL;
  }
}
