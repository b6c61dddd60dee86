package io.foundryidentity.agent.dist.program;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Asks each URL once over the JDK's HttpClient, and prints the answers. */
public final class HttpClientGet {

  private HttpClientGet() {}

  public static void main(String[] urls) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    for (String url : urls) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url)).header("api-key", "placeholder").build();
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() >= 400) {
        System.out.println(response.body());
      }
      System.out.println(response.statusCode());
    }
  }
}
