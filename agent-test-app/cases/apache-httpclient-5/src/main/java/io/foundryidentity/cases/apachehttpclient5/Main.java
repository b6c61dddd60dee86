package io.foundryidentity.cases.apachehttpclient5;

import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http2.HttpVersionPolicy;

/** A program over the raw client: classic, asynchronous over HTTP/1.1, and over HTTP/2. */
public final class Main {

  private static final String CHAT = "/openai/v1/chat/completions";
  private static final String EMBEDDINGS = "/openai/v1/embeddings";

  private final Foundry foundry;
  private final CloseableHttpClient classic;
  private final CloseableHttpAsyncClient http1;
  private final CloseableHttpAsyncClient http2;

  private Main(
      Foundry foundry,
      CloseableHttpClient classic,
      CloseableHttpAsyncClient http1,
      CloseableHttpAsyncClient http2) {
    this.foundry = foundry;
    this.classic = classic;
    this.http1 = http1;
    this.http2 = http2;
  }

  public static void main(String[] arguments) throws IOException {
    Foundry foundry = Foundry.from(System.getenv());
    try (CloseableHttpClient classic = HttpClients.createDefault();
        CloseableHttpAsyncClient http1 = async(HttpVersionPolicy.FORCE_HTTP_1);
        CloseableHttpAsyncClient http2 = async(HttpVersionPolicy.NEGOTIATE)) {
      Main program = new Main(foundry, classic, http1, http2);
      new Calls(System.out)
          .call("chat", () -> program.post(CHAT, question(false), "content", ""))
          .call("chat streaming", () -> program.post(CHAT, question(true), "content", ""))
          .call("embeddings", () -> program.post(EMBEDDINGS, text(), "model", ", "))
          .call("chat async", () -> program.async(program.http1, CHAT, question(false)))
          .call("chat async streaming", () -> program.async(program.http1, CHAT, question(true)))
          .call("chat http/2", () -> program.async(program.http2, CHAT, question(false)))
          .call("chat http/2 streaming", () -> program.async(program.http2, CHAT, question(true)));
    }
  }

  private static CloseableHttpAsyncClient async(HttpVersionPolicy policy) {
    TlsConfig tls = TlsConfig.custom().setVersionPolicy(policy).build();
    CloseableHttpAsyncClient client =
        HttpAsyncClients.custom()
            .setConnectionManager(
                PoolingAsyncClientConnectionManagerBuilder.create()
                    .setDefaultTlsConfig(tls)
                    .build())
            .build();
    client.start();
    return client;
  }

  private String post(String path, String body, String field, String separator) throws IOException {
    HttpPost request = new HttpPost(foundry.url() + path);
    request.setHeader("api-key", foundry.key());
    request.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON));
    return classic.execute(
        request,
        response ->
            Answer.read(
                response.getCode(), EntityUtils.toString(response.getEntity()), field, separator));
  }

  private String async(CloseableHttpAsyncClient client, String path, String body)
      throws IOException, InterruptedException, ExecutionException {
    SimpleHttpRequest request =
        SimpleRequestBuilder.post(foundry.url() + path)
            .setHeader("Authorization", "Bearer " + foundry.key())
            .setBody(body, ContentType.APPLICATION_JSON)
            .build();
    SimpleHttpResponse response = client.execute(request, null).get();
    return Answer.read(response.getCode(), response.getBodyText(), "content", "");
  }

  private static String question(boolean stream) {
    return "{\"model\":\"gpt-4.1-mini\",\"stream\":"
        + stream
        + ",\"messages\":[{\"role\":\"user\",\"content\":\"Who am I?\"}]}";
  }

  private static String text() {
    return "{\"model\":\"text-embedding-3-small\",\"input\":\"Who am I?\"}";
  }
}
