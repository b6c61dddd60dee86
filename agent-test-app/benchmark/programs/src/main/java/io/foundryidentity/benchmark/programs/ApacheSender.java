package io.foundryidentity.benchmark.programs;

import java.io.IOException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;

/** Apache HttpClient 5, classic. By default it opens five connections to a host only. */
final class ApacheSender implements Sender {

  private final CloseableHttpClient client;

  private final Question question;

  ApacheSender(Question question) {
    this.question = question;
    HttpClientBuilder builder =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setMaxConnPerRoute(Question.CONNECTIONS)
                    .setMaxConnTotal(Question.CONNECTIONS)
                    .build());
    String late = question.late();
    if (late != null) {
      builder.addRequestInterceptorLast(
          (request, entity, context) -> request.setHeader("Authorization", late));
    }
    client = builder.build();
  }

  @Override
  public int send() throws IOException {
    HttpPost request = new HttpPost(question.url());
    request.setEntity(new StringEntity(Question.BODY, ContentType.APPLICATION_JSON));
    String authorization = question.authorization().get();
    if (authorization != null) {
      request.setHeader("Authorization", authorization);
    }
    return client.execute(
        request,
        response -> {
          EntityUtils.toString(response.getEntity());
          return response.getCode();
        });
  }
}
