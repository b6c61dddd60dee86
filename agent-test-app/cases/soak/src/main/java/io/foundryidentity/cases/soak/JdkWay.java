package io.foundryidentity.cases.soak;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The JDK's HttpClient, with the key in the header of the Azure clients. */
final class JdkWay implements Way {

  /** The client's own pool grows and shrinks: leaking threads could hide in it. */
  private static final int POOL = 4;

  private final HttpClient client;
  private final String key;

  JdkWay(String key) {
    this.key = key;
    ExecutorService pool =
        Executors.newFixedThreadPool(
            POOL,
            task -> {
              Thread thread = new Thread(task, "jdk-client");
              thread.setDaemon(true);
              return thread;
            });
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .executor(pool)
            .build();
  }

  @Override
  public int post(String url, String json) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  @Override
  public int get(String url) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(url)));
  }

  private int send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client
        .send(request.header("api-key", key).build(), BodyHandlers.ofString())
        .statusCode();
  }
}
