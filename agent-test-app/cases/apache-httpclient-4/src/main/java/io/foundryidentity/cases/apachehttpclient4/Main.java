package io.foundryidentity.cases.apachehttpclient4;

import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.entity.ContentType;
import org.apache.http.entity.StringEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.impl.nio.client.CloseableHttpAsyncClient;
import org.apache.http.impl.nio.client.HttpAsyncClientBuilder;

/** A program without any client library: Apache's classic client and its asynchronous one. */
public final class Main {

  private final Foundry foundry;
  private final CloseableHttpClient classic;
  private final CloseableHttpAsyncClient async;

  private Main(Foundry foundry, CloseableHttpClient classic, CloseableHttpAsyncClient async) {
    this.foundry = foundry;
    this.classic = classic;
    this.async = async;
  }

  public static void main(String[] arguments) throws IOException {
    try (CloseableHttpClient classic = HttpClientBuilder.create().useSystemProperties().build();
        CloseableHttpAsyncClient async =
            HttpAsyncClientBuilder.create().useSystemProperties().build()) {
      async.start();
      Main program = new Main(Foundry.from(System.getenv()), classic, async);
      new Calls(System.out)
          .call("chat", program::chat)
          .call("chat streaming", program::streaming)
          .call("embeddings", program::embeddings)
          .call("async chat", program::asyncChat)
          .call("async chat streaming", program::asyncStreaming)
          .call("async embeddings", program::asyncEmbeddings);
    }
  }

  private String chat() throws IOException {
    try (CloseableHttpResponse response = classic.execute(question(false))) {
      return Answer.text(response);
    }
  }

  private String streaming() throws IOException {
    try (CloseableHttpResponse response = classic.execute(question(true))) {
      return Answer.text(response);
    }
  }

  private String embeddings() throws IOException {
    try (CloseableHttpResponse response = classic.execute(embedding())) {
      return Answer.embedding(response);
    }
  }

  private String asyncChat() throws IOException, InterruptedException, ExecutionException {
    return Answer.text(async.execute(question(false), null).get());
  }

  private String asyncStreaming() throws IOException, InterruptedException, ExecutionException {
    return Answer.text(async.execute(question(true), null).get());
  }

  private String asyncEmbeddings() throws IOException, InterruptedException, ExecutionException {
    return Answer.embedding(async.execute(embedding(), null).get());
  }

  private HttpPost question(boolean stream) {
    HttpPost post =
        post(
            "/openai/v1/chat/completions",
            "{\"model\":\"gpt-4.1-mini\",\"stream\":"
                + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"Who am I?\"}]}");
    post.setHeader("api-key", foundry.key());
    return post;
  }

  private HttpPost embedding() {
    HttpPost post =
        post(
            "/openai/v1/embeddings",
            "{\"model\":\"text-embedding-3-small\",\"input\":\"Who am I?\"}");
    post.setHeader("Authorization", "Bearer " + foundry.key());
    return post;
  }

  private HttpPost post(String path, String json) {
    HttpPost post = new HttpPost(foundry.url() + path);
    post.setEntity(new StringEntity(json, ContentType.APPLICATION_JSON));
    return post;
  }
}
