package io.foundryidentity.benchmark.programs;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** The JDK's HttpClient. */
final class JdkSender implements Sender {

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Question question;

  JdkSender(Question question) {
    this.question = question;
  }

  @Override
  public int send() throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(question.url())
            .header("Content-Type", Question.TYPE)
            .POST(HttpRequest.BodyPublishers.ofString(Question.BODY));
    String authorization = question.authorization().get();
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return send(late(request.build()));
  }

  /** It has no hook; a filtered copy is what its API offers. */
  private HttpRequest late(HttpRequest request) {
    String late = question.late();
    return late == null
        ? request
        : HttpRequest.newBuilder(request, (name, value) -> !name.equalsIgnoreCase("Authorization"))
            .header("Authorization", late)
            .build();
  }

  /**
   * A connection that is taken from the pool at once may fail (JDK-8338569, JDK-8357639: mended
   * after 17), with the agent or without: about one request in 30,000 here, which is sent once
   * more.
   */
  private int send(HttpRequest request) throws IOException, InterruptedException {
    try {
      return client.send(request, BodyHandlers.ofString()).statusCode();
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("received no bytes")) {
        throw e;
      }
      return client.send(request, BodyHandlers.ofString()).statusCode();
    }
  }
}
