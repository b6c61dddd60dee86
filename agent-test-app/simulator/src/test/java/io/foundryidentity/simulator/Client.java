package io.foundryidentity.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** The JDK's client, trusting the simulator, for the tests. */
final class Client {
  private final Simulator simulator;
  private final HttpClient http;

  Client(Simulator simulator) {
    this.simulator = simulator;
    this.http = HttpClient.newBuilder().sslContext(simulator.certificates().sslContext()).build();
  }

  HttpClient http() {
    return http;
  }

  URI foundry(String path) {
    return URI.create("https://localhost:" + simulator.foundry().port() + path);
  }

  HttpResponse<String> chat(String... headers) throws IOException, InterruptedException {
    return post(foundry("/openai/v1/chat/completions"), "{\"model\":\"gpt-4o\"}", headers);
  }

  HttpResponse<String> post(URI uri, String body, String... headers)
      throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(body)), headers);
  }

  HttpResponse<String> get(URI uri, String... headers) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri), headers);
  }

  HttpResponse<String> send(HttpRequest.Builder request, String... headers)
      throws IOException, InterruptedException {
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
