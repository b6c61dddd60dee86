package io.foundryidentity.cases.helidonwebclient4;

import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webclient.api.ClientRequest;
import io.helidon.webclient.api.HttpClient;
import io.helidon.webclient.api.HttpClientResponse;
import io.helidon.webclient.api.WebClient;
import io.helidon.webclient.http1.Http1Client;
import io.helidon.webclient.http2.Http2Client;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Helidon's WebClient by itself: in HTTP/1.1, in HTTP/2, and in what it agrees on by itself. */
public final class Main {

  private static final Pattern CONTENT =
      Pattern.compile("\"content\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final Foundry foundry;
  private final HttpClient<?> client;

  private Main(Foundry foundry, HttpClient<?> client) {
    this.foundry = foundry;
    this.client = client;
  }

  public static void main(String[] arguments) {
    Foundry foundry = Foundry.from(System.getenv());
    Calls calls = new Calls(System.out);
    new Main(foundry, WebClient.create()).run("", calls);
    new Main(foundry, Http1Client.create()).run(" HTTP/1.1", calls);
    new Main(foundry, Http2Client.create()).run(" HTTP/2", calls);
  }

  private void run(String version, Calls calls) {
    calls
        .call("chat" + version, this::chat)
        .call("chat written as a stream" + version, this::written)
        .call("chat streaming" + version, this::streamed)
        .call("embeddings" + version, this::embedded);
  }

  private String chat() throws IOException {
    try (HttpClientResponse response = sent(post("chat/completions"), question(false))) {
      return contents(response);
    }
  }

  private String written() throws IOException {
    try (HttpClientResponse response =
        (HttpClientResponse)
            post("chat/completions")
                .outputStream(
                    out -> {
                      out.write(question(false).getBytes(StandardCharsets.UTF_8));
                      out.close();
                    })) {
      return contents(response);
    }
  }

  private String streamed() throws IOException {
    try (HttpClientResponse response = sent(post("chat/completions"), question(true))) {
      return contents(response);
    }
  }

  private String embedded() throws IOException {
    String body = "{\"model\":\"text-embedding-3-small\",\"input\":\"Who am I?\"}";
    try (HttpClientResponse response = sent(post("embeddings"), body)) {
      String answer = text(response);
      return answer.contains("embedding") ? "numbers, model text-embedding-3-small" : answer;
    }
  }

  private ClientRequest<?> post(String path) {
    return client
        .post(foundry.url() + "/openai/v1/" + path)
        .header(HeaderValues.CONTENT_TYPE_JSON)
        .header(HeaderNames.create("api-key"), foundry.key());
  }

  private static HttpClientResponse sent(ClientRequest<?> request, String body) {
    return (HttpClientResponse) request.submit(body);
  }

  private static String question(boolean stream) {
    return "{\"model\":\"gpt-4.1-mini\",\"stream\":"
        + stream
        + ",\"messages\":[{\"role\":\"user\",\"content\":\"Who am I?\"}]}";
  }

  private static String text(HttpClientResponse response) throws IOException {
    try (InputStream body = response.inputStream()) {
      String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      if (response.status().code() != 200) {
        throw new IOException(response.status().code() + ": " + text);
      }
      return text;
    }
  }

  private static String contents(HttpClientResponse response) throws IOException {
    return CONTENT
        .matcher(text(response))
        .results()
        .map((MatchResult found) -> found.group(1))
        .collect(Collectors.joining());
  }
}
