package io.foundryidentity.benchmark.programs;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.StringRequestContent;
import org.eclipse.jetty.http.HttpHeader;

/** Jetty's HttpClient 12, whose caller waits for the answer. */
final class JettySender implements Sender {

  private final HttpClient client = new HttpClient();
  private final Question question;

  JettySender(Question question) {
    this.question = question;
    client.setMaxConnectionsPerDestination(Question.CONNECTIONS);
    try {
      client.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int send() throws IOException, InterruptedException {
    Request request =
        client.POST(question.url()).body(new StringRequestContent(Question.TYPE, Question.BODY));
    String authorization = question.authorization().get();
    if (authorization != null) {
      request.headers(headers -> headers.put(HttpHeader.AUTHORIZATION, authorization));
    }
    String late = question.late();
    if (late != null) {
      request.onRequestBegin(
          begun -> begun.headers(headers -> headers.put(HttpHeader.AUTHORIZATION, late)));
    }
    try {
      ContentResponse response = request.send();
      response.getContentAsString();
      return response.getStatus();
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(e);
    }
  }
}
