package io.foundryidentity.cases.javahttpclient;

import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import io.foundryidentity.cases.calls.RawCalls;
import io.foundryidentity.cases.calls.Reply;
import java.io.IOException;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's HttpClient by itself, in both versions of HTTP; the last time with an {@code
 * Authenticator}, as a program behind a proxy with a password has it.
 */
public final class Main {

  private final String key;
  private final HttpClient client;

  private Main(String key, HttpClient client) {
    this.key = key;
    this.client = client;
  }

  public static void main(String[] arguments) {
    Foundry foundry = Foundry.from(System.getenv());
    RawCalls calls = new RawCalls(foundry, new Calls(System.out));
    new Main(foundry.key(), client(Version.HTTP_1_1).build()).make(" HTTP/1.1", calls);
    new Main(foundry.key(), client(Version.HTTP_2).build()).make(" HTTP/2", calls);
    new Main(foundry.key(), client(Version.HTTP_1_1).authenticator(new OfProxy()).build())
        .make(" HTTP/1.1, authenticator", calls);
    new Main(foundry.key(), client(Version.HTTP_2).authenticator(new OfProxy()).build())
        .make(" HTTP/2, authenticator", calls);
  }

  private static HttpClient.Builder client(Version version) {
    return HttpClient.newBuilder().version(version);
  }

  private void make(String suffix, RawCalls calls) {
    calls.make(suffix, this::whole, this::streamed);
  }

  private Reply whole(String url, String json) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(post(url, json), BodyHandlers.ofString());
    return new Reply(response.statusCode(), response.body());
  }

  private Reply streamed(String url, String json) throws IOException, InterruptedException {
    HttpResponse<Stream<String>> response = client.send(post(url, json), BodyHandlers.ofLines());
    try (Stream<String> lines = response.body()) {
      return new Reply(response.statusCode(), lines.collect(Collectors.joining("\n")));
    }
  }

  private HttpRequest post(String url, String json) {
    return HttpRequest.newBuilder(URI.create(url))
        .header("api-key", key)
        .header("content-type", "application/json")
        .POST(BodyPublishers.ofString(json))
        .build();
  }

  private static final class OfProxy extends Authenticator {
    @Override
    protected @Nullable PasswordAuthentication getPasswordAuthentication() {
      return getRequestorType() == RequestorType.PROXY
          ? new PasswordAuthentication("user", "password".toCharArray())
          : null;
    }
  }
}
