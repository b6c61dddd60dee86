import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** Somebody's service with a placeholder for a key: asks a model and hands the answer on. */
public final class Application {

  private static final String QUESTION =
      "{\"model\": \"gpt-4.1-mini\", \"messages\": [{\"role\": \"user\", \"content\": \"Who am I?\"}]}";

  public static void main(String[] arguments) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 8080), 0);
    server.setExecutor(Executors.newFixedThreadPool(2));
    // No client is loaded until somebody asks
    server.createContext("/health", exchange -> answer(exchange, 200, "up"));
    server.createContext("/ask", Application::ask);
    server.start();
  }

  private static void ask(HttpExchange exchange) throws IOException {
    try {
      HttpResponse<String> response = question();
      answer(exchange, response.statusCode(), response.body());
    } catch (InterruptedException | IOException e) {
      answer(exchange, 502, e.toString());
    }
  }

  static HttpResponse<String> question() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(System.getenv("FOUNDRY_RESOURCE_URL") + "/openai/v1/chat/completions"))
            .header("authorization", "Bearer placeholder")
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(QUESTION))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
