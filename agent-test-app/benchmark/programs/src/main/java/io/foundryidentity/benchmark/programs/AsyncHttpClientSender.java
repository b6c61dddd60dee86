package io.foundryidentity.benchmark.programs;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import org.asynchttpclient.AsyncHttpClient;
import org.asynchttpclient.BoundRequestBuilder;
import org.asynchttpclient.DefaultAsyncHttpClientConfig;
import org.asynchttpclient.Dsl;
import org.asynchttpclient.Response;
import org.asynchttpclient.filter.FilterContext;

/** AsyncHttpClient 3, whose caller waits for the answer. */
final class AsyncHttpClientSender implements Sender {

  private final AsyncHttpClient client;
  private final Question question;

  AsyncHttpClientSender(Question question) {
    this.question = question;
    DefaultAsyncHttpClientConfig.Builder config =
        Dsl.config().setHttp2Enabled(false).setMaxConnectionsPerHost(Question.CONNECTIONS);
    String late = question.late();
    if (late != null) {
      config.addRequestFilter(Hook.of(late));
    }
    client = Dsl.asyncHttpClient(config);
  }

  /** Replaces the header in a copy of the request. */
  private static final class Hook implements org.asynchttpclient.filter.RequestFilter {
    private final String value;

    private Hook(String value) {
      this.value = value;
    }

    static Hook of(String value) {
      return new Hook(value);
    }

    @Override
    public <T> FilterContext<T> filter(FilterContext<T> context) {
      return new FilterContext.FilterContextBuilder<>(context)
          .request(context.getRequest().toBuilder().setHeader("Authorization", value).build())
          .build();
    }
  }

  @Override
  public int send() throws IOException, InterruptedException {
    BoundRequestBuilder request =
        client
            .preparePost(question.url().toString())
            .setHeader("Content-Type", Question.TYPE)
            .setBody(Question.BODY);
    String authorization = question.authorization().get();
    if (authorization != null) {
      request.setHeader("Authorization", authorization);
    }
    try {
      Response response = request.execute().get();
      response.getResponseBody();
      return response.getStatusCode();
    } catch (ExecutionException e) {
      throw new IOException(e);
    }
  }
}
