package io.foundryidentity.benchmark.programs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;

/** The JDK's HttpURLConnection; run it with {@code -Dhttp.maxConnections=8}. It has no hook. */
final class UrlConnectionSender implements Sender {

  private final Question question;

  UrlConnectionSender(Question question) {
    this.question = question;
  }

  @Override
  public int send() throws IOException {
    HttpURLConnection connection = (HttpURLConnection) question.url().toURL().openConnection();
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", Question.TYPE);
    String authorization = question.authorization().get();
    if (authorization != null) {
      connection.setRequestProperty("Authorization", authorization);
    }
    if (question.late() != null) {
      connection.setRequestProperty("Authorization", question.late());
    }
    try (OutputStream out = connection.getOutputStream()) {
      out.write(Question.BODY.getBytes(StandardCharsets.UTF_8));
    }
    try (InputStream in = connection.getInputStream()) {
      String unused = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    return connection.getResponseCode();
  }
}
