package io.foundryidentity.agent.dist.program;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Another agent, which uses both clients of the JDK before the application begins. */
public final class EarlyClientAgent {

  private EarlyClientAgent() {}

  /**
   * Asks once over each.
   *
   * @param url of a server that answers without a credential
   */
  public static void premain(String url) throws IOException, InterruptedException {
    new URL(url).openStream().close();
    HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url)).build(),
            HttpResponse.BodyHandlers.discarding());
  }
}
