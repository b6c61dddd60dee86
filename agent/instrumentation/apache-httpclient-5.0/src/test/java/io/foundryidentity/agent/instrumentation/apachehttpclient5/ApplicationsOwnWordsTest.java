package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.foundryidentity.simulator.ReceivedRequest;
import java.io.IOException;
import java.util.List;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.HandlerFactory;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.net.URIAuthority;
import org.junit.jupiter.api.Test;

/** The cases in which this client lets an application name one host and send to another. */
class ApplicationsOwnWordsTest extends SignedNetwork {

  @Test
  void a_request_that_names_a_target_and_is_sent_to_a_stranger_is_not_signed() throws Exception {
    try (CloseableHttpClient client = HttpClients.createDefault()) {
      HttpHost stranger = new HttpHost("https", "127.0.0.1", network().stranger().port());
      execute(client, stranger, new HttpGet(network().target("/echo")));
    }
    assertNoToken(network().stranger().requests());
  }

  @Test
  void another_port_of_the_host_that_an_asynchronous_request_names_gets_no_token()
      throws Exception {
    assumeFalse(Trust.isOldest(), "5.0 goes where the request says");
    try (CloseableHttpAsyncClient client = HttpAsyncClients.createDefault()) {
      client.start();
      HttpHost otherPort = new HttpHost("https", "localhost", network().stranger().port());
      execute(client, otherPort, new BasicHttpRequest("GET", network().target("/echo")));
    }
    assertNoToken(network().stranger().requests());
  }

  @Test
  void an_interceptor_that_names_a_target_brings_no_token_through_a_tunnel_to_a_stranger()
      throws Exception {
    URIAuthority target = new URIAuthority("localhost", network().foundry().port());
    HttpHost proxy = new HttpHost("http", "127.0.0.1", network().proxy().port());
    try (CloseableHttpClient client =
        HttpClients.custom()
            .setProxy(proxy)
            .addRequestInterceptorLast((request, entity, context) -> request.setAuthority(target))
            .build()) {
      HttpHost stranger = new HttpHost("https", "127.0.0.1", network().stranger().port());
      execute(client, stranger, new HttpGet(network().stranger("/echo")));
    }
    assertNoToken(network().stranger().requests());
  }

  @SuppressWarnings("deprecation") // the way of 5.0, which the newest still has
  @Test
  void an_asynchronous_one_neither() throws Exception {
    assumeFalse(Trust.isOldest(), "5.0 writes before TLS has verified the tunnel's end");
    URIAuthority target = new URIAuthority("localhost", network().foundry().port());
    HttpHost proxy = new HttpHost("http", "127.0.0.1", network().proxy().port());
    try (CloseableHttpAsyncClient client =
        HttpAsyncClients.custom()
            .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
            .setProxy(proxy)
            .addRequestInterceptorLast((request, entity, context) -> request.setAuthority(target))
            .build()) {
      client.start();
      HttpHost stranger = new HttpHost("https", "127.0.0.1", network().stranger().port());
      execute(client, stranger, new BasicHttpRequest("GET", network().stranger("/echo")));
    }
    assertNoToken(network().stranger().requests());
  }

  @Test
  void a_request_without_a_host_of_its_own_is_signed_for_the_one_it_is_sent_to() throws Exception {
    try (CloseableHttpClient client = HttpClients.createDefault()) {
      HttpHost target = new HttpHost("https", "localhost", network().foundry().port());
      assertThat(execute(client, target, new HttpGet("/echo"))).isEqualTo(200);
    }
  }

  @Test
  void a_minimal_client_signs_too_and_heals_after_a_refusal() throws Exception {
    network().foundry().refuseNext(1);
    try (CloseableHttpClient client = HttpClients.createMinimal()) {
      HttpHost target = new HttpHost("https", "localhost", network().foundry().port());
      assertThat(execute(client, target, new HttpGet(network().target("/echo")))).isEqualTo(401);
      assertThat(execute(client, target, new HttpGet(network().target("/echo")))).isEqualTo(200);
    }
  }

  /** By reflection, as 5.0 has no such method. */
  private static void execute(CloseableHttpAsyncClient client, HttpHost target, HttpRequest request)
      throws Exception {
    StreamedResponse response = new StreamedResponse();
    CloseableHttpAsyncClient.class
        .getMethod(
            "execute",
            HttpHost.class,
            AsyncRequestProducer.class,
            AsyncResponseConsumer.class,
            HandlerFactory.class,
            HttpContext.class,
            FutureCallback.class)
        .invoke(
            client,
            target,
            new BasicRequestProducer(request, null),
            response,
            null,
            null,
            response);
    assertThat(response.status()).isPositive();
    response.body();
  }

  @SuppressWarnings("deprecation") // the way of 5.0, which the newest still has
  private static int execute(CloseableHttpClient client, HttpHost target, HttpGet request)
      throws IOException {
    // 5.0's minimal client needs a context
    try (CloseableHttpResponse response =
        client.execute(target, request, HttpClientContext.create())) {
      EntityUtils.consume(response.getEntity());
      return response.getCode();
    }
  }

  private void assertNoToken(List<ReceivedRequest> requests) {
    assertThat(requests).isNotEmpty();
    assertThat(requests).noneMatch(request -> request.headers().anyValueContains("Bearer eyJ"));
  }
}
