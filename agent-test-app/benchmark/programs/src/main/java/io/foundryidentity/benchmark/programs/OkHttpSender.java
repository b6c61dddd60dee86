package io.foundryidentity.benchmark.programs;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** OkHttp. By default it keeps five connections only. */
final class OkHttpSender implements Sender {

  private static final MediaType JSON = MediaType.get(Question.TYPE);

  private final OkHttpClient client;

  private final Question question;

  OkHttpSender(Question question) {
    this.question = question;
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(Question.CONNECTIONS, 5, TimeUnit.MINUTES));
    String late = question.late();
    if (late != null) {
      builder.addNetworkInterceptor(
          chain ->
              chain.proceed(chain.request().newBuilder().header("Authorization", late).build()));
    }
    client = builder.build();
  }

  @Override
  public int send() throws IOException {
    Request.Builder request =
        new Request.Builder()
            .url(question.url().toString())
            .post(RequestBody.create(Question.BODY, JSON));
    String authorization = question.authorization().get();
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    try (Response response = client.newCall(request.build()).execute()) {
      ResponseBody body = response.body();
      if (body != null) {
        body.string();
      }
      return response.code();
    }
  }
}
