package io.foundryidentity.cases.openaijava;

import com.openai.azure.AzureOpenAIServiceVersion;
import com.openai.azure.credential.AzureApiKeyCredential;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;

/** openai-java in its two forms: an OpenAI address with a key, and Azure's deployment paths. */
public final class Main {

  public static void main(String[] arguments) {
    Foundry foundry = Foundry.from(System.getenv());
    Calls calls = new Calls(System.out);
    ask(calls, "", openAiForm(foundry));
    ask(calls, "azure ", azureForm(foundry));
  }

  /** {@code /openai/v1/...}, as for any OpenAI-compatible service. */
  private static OpenAIClient openAiForm(Foundry foundry) {
    return OpenAIOkHttpClient.builder()
        .baseUrl(foundry.url() + "/openai/v1")
        .apiKey(foundry.key())
        .build();
  }

  /** {@code /openai/deployments/<model>/...?api-version=}, which this client picks by the host. */
  private static OpenAIClient azureForm(Foundry foundry) {
    return OpenAIOkHttpClient.builder()
        .baseUrl(foundry.url())
        .credential(AzureApiKeyCredential.create(foundry.key()))
        .azureServiceVersion(AzureOpenAIServiceVersion.getV2025_03_01_PREVIEW())
        .build();
  }

  private static void ask(Calls calls, String form, OpenAIClient client) {
    Questions questions = new Questions(client);
    calls
        .call(form + "chat", questions::chat)
        .call(form + "chat streaming", questions::chatStreaming)
        .call(form + "responses", questions::responses)
        .call(form + "responses streaming", questions::responsesStreaming)
        .call(form + "embeddings", questions::embeddings)
        .call(form + "chat async", questions::chatAsync);
    client.close(); // Its dispatcher's threads would keep the JVM alive for a minute
  }
}
