package io.foundryidentity.cases.httpurlconnection;

import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;

/** A program without any client library: the JDK's HttpURLConnection in each of its modes. */
public final class Main {

  private static final String CHAT = "/openai/v1/chat/completions";

  private final Foundry foundry;

  private Main(Foundry foundry) {
    this.foundry = foundry;
  }

  public static void main(String[] arguments) {
    Main program = new Main(Foundry.from(System.getenv()));
    new Calls(System.out)
        .call("models", program::models)
        .call("chat", program::buffered)
        .call("chat fixed-length", program::fixedLength)
        .call("chat chunked", program::chunked)
        .call("chat connect first", program::connectedFirst)
        .call("chat streaming", program::serverSentEvents);
  }

  private String models() throws IOException {
    HttpURLConnection connection = open("/openai/v1/models");
    connection.setRequestProperty("Authorization", "Bearer " + foundry.key());
    return Answer.read(connection, "id", ", ");
  }

  private String buffered() throws IOException {
    return post(chat(), question(false));
  }

  private String fixedLength() throws IOException {
    HttpURLConnection connection = chat();
    byte[] question = question(false);
    connection.setFixedLengthStreamingMode(question.length);
    return post(connection, question);
  }

  private String chunked() throws IOException {
    HttpURLConnection connection = chat();
    connection.setChunkedStreamingMode(0);
    return post(connection, question(false));
  }

  private String connectedFirst() throws IOException {
    HttpURLConnection connection = chat();
    connection.connect();
    return post(connection, question(false));
  }

  private String serverSentEvents() throws IOException {
    return post(chat(), question(true));
  }

  private HttpURLConnection chat() throws IOException {
    HttpURLConnection connection = open(CHAT);
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", "application/json");
    connection.setRequestProperty("api-key", foundry.key());
    return connection;
  }

  private HttpURLConnection open(String path) throws IOException {
    return (HttpURLConnection) new URL(foundry.url() + path).openConnection();
  }

  private static String post(HttpURLConnection connection, byte[] body) throws IOException {
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
    return Answer.read(connection, "content", "");
  }

  private static byte[] question(boolean stream) {
    return ("{\"model\":\"gpt-4.1-mini\",\"stream\":"
            + stream
            + ",\"messages\":[{\"role\":\"user\",\"content\":\"Who am I?\"}]}")
        .getBytes(StandardCharsets.UTF_8);
  }
}
