package io.foundryidentity.cases.firstrequest;

import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import io.foundryidentity.cases.calls.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/**
 * Sends one request over each client of the JDK, the first one as its first act.
 *
 * <p>The argument {@code HttpClient} puts that client before {@code HttpURLConnection}.
 */
public final class Main {

  private static final String JSON = "application/json";
  private static final String QUESTION =
      "{\"model\":\"gpt-4.1-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"Who am I?\"}]}";

  private final String url;
  private final String bearer;

  private Main(Foundry foundry) {
    url = foundry.url() + "/openai/v1/chat/completions";
    bearer = "Bearer " + foundry.key();
  }

  public static void main(String[] arguments) {
    Main program = new Main(Foundry.from(System.getenv()));
    Calls calls = new Calls(System.out);
    if (arguments.length > 0 && arguments[0].equals("HttpClient")) {
      calls.call("HttpClient", program::overHttpClient);
      calls.call("HttpURLConnection", program::overHttpUrlConnection);
    } else {
      calls.call("HttpURLConnection", program::overHttpUrlConnection);
      calls.call("HttpClient", program::overHttpClient);
    }
  }

  private String overHttpUrlConnection() throws IOException {
    HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", JSON);
    connection.setRequestProperty("Authorization", bearer);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(QUESTION.getBytes(StandardCharsets.UTF_8));
    }
    int status = connection.getResponseCode();
    try (InputStream in =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      return new Reply(status, new String(in.readAllBytes(), StandardCharsets.UTF_8)).chat();
    }
  }

  private String overHttpClient() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Authorization", bearer)
            .header("Content-Type", JSON)
            .POST(HttpRequest.BodyPublishers.ofString(QUESTION))
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    return new Reply(response.statusCode(), response.body()).chat();
  }
}
