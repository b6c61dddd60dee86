package io.foundryidentity.cases.jettyclient;

import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.StringRequestContent;
import org.eclipse.jetty.client.transport.HttpClientConnectionFactory;
import org.eclipse.jetty.client.transport.HttpClientTransportDynamic;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.ClientConnectionFactoryOverHTTP2;
import org.eclipse.jetty.io.ClientConnector;

/** Jetty's HttpClient 12 by itself, in HTTP/1.1 and in HTTP/2. */
public final class Main {

  private static final Pattern CONTENT =
      Pattern.compile("\"content\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final Foundry foundry;
  private final HttpClient client;

  private Main(Foundry foundry, HttpClient client) {
    this.foundry = foundry;
    this.client = client;
  }

  public static void main(String[] arguments) throws Exception {
    Foundry foundry = Foundry.from(System.getenv());
    Calls calls = new Calls(System.out);
    ClientConnector connector = new ClientConnector();
    HttpClient http2 =
        new HttpClient(
            new HttpClientTransportDynamic(
                connector,
                HttpClientConnectionFactory.HTTP11,
                new ClientConnectionFactoryOverHTTP2.HTTP2(new HTTP2Client(connector))));
    new Main(foundry, new HttpClient()).run("", calls);
    new Main(foundry, http2).run(" HTTP/2", calls);
  }

  private void run(String version, Calls calls) throws Exception {
    client.start();
    calls
        .call("chat" + version, this::chat)
        .call("chat streaming" + version, this::streamed)
        .call("embeddings" + version, this::embedded);
    client.stop();
  }

  private String chat() throws Exception {
    return contents(whole(question("chat/completions", false)));
  }

  private String streamed() throws Exception {
    InputStreamResponseListener listener = new InputStreamResponseListener();
    question("chat/completions", true).send(listener);
    Response response = listener.get(60, TimeUnit.SECONDS);
    try (InputStream events = listener.getInputStream()) {
      String text = new String(events.readAllBytes(), StandardCharsets.UTF_8);
      return contents(checked(response.getStatus(), text));
    }
  }

  private String embedded() throws Exception {
    String answer =
        whole(post("embeddings", "{\"model\":\"text-embedding-3-small\",\"input\":\"Who am I?\"}"));
    return answer.contains("embedding") ? "numbers, model text-embedding-3-small" : answer;
  }

  private Request question(String path, boolean stream) {
    return post(
        path,
        "{\"model\":\"gpt-4.1-mini\",\"stream\":"
            + stream
            + ",\"messages\":[{\"role\":\"user\",\"content\":\"Who am I?\"}]}");
  }

  private Request post(String path, String body) {
    return client
        .POST(foundry.url() + "/openai/v1/" + path)
        .headers(headers -> headers.add("api-key", foundry.key()))
        .body(new StringRequestContent("application/json", body));
  }

  private static String whole(Request request) throws Exception {
    ContentResponse response = request.send();
    return checked(response.getStatus(), response.getContentAsString());
  }

  private static String checked(int status, String body) throws IOException {
    if (status != 200) {
      throw new IOException(status + ": " + body);
    }
    return body;
  }

  private static String contents(String body) {
    return CONTENT
        .matcher(body)
        .results()
        .map((MatchResult found) -> found.group(1))
        .collect(Collectors.joining());
  }
}
