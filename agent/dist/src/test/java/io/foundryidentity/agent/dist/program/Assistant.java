package io.foundryidentity.agent.dist.program;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;

/**
 * A web application as it stands in a container: asks the resource or project that the environment
 * names whenever it is asked itself, with the key that it always had, and hands status and answer
 * on.
 */
public final class Assistant {

  private static final String QUESTION =
      "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";

  private Assistant() {}

  public static void main(String[] none) throws IOException {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(resource() + "/openai/v1/chat/completions"))
            .header("Authorization", "Bearer a-placeholder-key")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(QUESTION))
            .build();
    HttpServer server = HttpServer.create(new InetSocketAddress(8080), 0);
    server.createContext("/ask", exchange -> answer(exchange, client, request));
    server.start();
    System.out.println("ready");
  }

  private static String resource() {
    String project = System.getenv("FOUNDRY_PROJECT_ENDPOINT");
    return project == null ? System.getenv("FOUNDRY_RESOURCE_URL") : project;
  }

  private static void answer(HttpExchange exchange, HttpClient client, HttpRequest request)
      throws IOException {
    try {
      HttpResponse<String> response = client.sendAsync(request, BodyHandlers.ofString()).join();
      send(exchange, response.statusCode(), response.body());
    } catch (CompletionException e) {
      send(exchange, 502, String.valueOf(e.getCause()));
    }
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
