package io.foundryidentity.cases.leaks;

import java.io.IOException;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.DefaultRedirectStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.protocol.RedirectStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.protocol.HttpContext;

/** Apache HttpClient 5, classic. */
final class Apache implements Client {

  /** By default it takes a bearer to no other host; this one goes anywhere with anything. */
  private static final RedirectStrategy CARELESS =
      new DefaultRedirectStrategy() {
        @Override
        public boolean isRedirectAllowed(
            HttpHost from, HttpHost to, HttpRequest redirect, HttpContext context) {
          return true;
        }
      };

  @Override
  public int send(Attempt attempt, Map<String, String> headers) throws IOException {
    HttpGet request = new HttpGet(attempt.url());
    headers.forEach(request::setHeader);
    if (attempt.host() != null) {
      request.setHeader("Host", attempt.host());
    }
    HttpClientBuilder builder = HttpClients.custom().setRedirectStrategy(CARELESS);
    if (attempt.isProxied()) {
      builder.setProxy(
          new HttpHost(
              "http", attempt.proxyAddress().getAddress(), attempt.proxyAddress().getPort()));
    }
    try (CloseableHttpClient client = builder.build()) {
      return client.execute(
          request,
          response -> {
            EntityUtils.consume(response.getEntity());
            return response.getCode();
          });
    }
  }
}
