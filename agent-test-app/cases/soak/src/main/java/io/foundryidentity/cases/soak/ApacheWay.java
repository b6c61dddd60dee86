package io.foundryidentity.cases.soak;

import java.io.IOException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.DefaultRedirectStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.RedirectStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.protocol.HttpContext;

/** Apache HttpClient 5, with the key as a bearer, as OpenAI's own clients send it. */
final class ApacheWay implements Way {

  /** By default it follows no redirect to another host with a bearer; this one goes anywhere. */
  private static final RedirectStrategy CARELESS =
      new DefaultRedirectStrategy() {
        @Override
        public boolean isRedirectAllowed(
            HttpHost from, HttpHost to, HttpRequest redirect, HttpContext context) {
          return true;
        }
      };

  private final CloseableHttpClient client;
  private final String key;

  ApacheWay(String key, int threads) {
    this.key = key;
    client =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setMaxConnPerRoute(threads)
                    .setMaxConnTotal(2 * threads)
                    .build())
            .setRedirectStrategy(CARELESS)
            .disableAutomaticRetries()
            .build();
  }

  @Override
  public int post(String url, String json) throws IOException {
    HttpPost request = new HttpPost(url);
    request.setEntity(new StringEntity(json, ContentType.APPLICATION_JSON));
    return send(request);
  }

  @Override
  public int get(String url) throws IOException {
    return send(new HttpGet(url));
  }

  private int send(ClassicHttpRequest request) throws IOException {
    request.setHeader("Authorization", "Bearer " + key);
    return client.execute(
        request,
        response -> {
          EntityUtils.consume(response.getEntity());
          return response.getCode();
        });
  }
}
