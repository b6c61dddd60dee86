package io.foundryidentity.agent.instrumentation.helidonwebclient;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import io.helidon.common.tls.Tls;
import io.helidon.webclient.api.HttpClient;
import io.helidon.webclient.api.ReleasableResource;
import io.helidon.webclient.http1.Http1Client;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class Http1ConformanceTest extends HttpClientConformance {

  private static final Duration NO_TIMER = Duration.ofSeconds(30);

  @Override
  protected TestedClient client(SSLContext trust) {
    return client(Tls.builder().sslContext(trust).build(), NO_TIMER);
  }

  @Override
  protected TestedClient impatientClient(SSLContext trust) {
    return client(Tls.builder().sslContext(trust).build(), Duration.ofSeconds(1));
  }

  @Override
  protected TestedClient clientWithoutNameCheck(SSLContext trust) {
    return client(
        Tls.builder()
            .sslContext(trust)
            .endpointIdentificationAlgorithm(Tls.ENDPOINT_IDENTIFICATION_NONE)
            .build(),
        NO_TIMER);
  }

  private static TestedClient client(Tls tls, Duration timer) {
    return new TestedHelidon(
        seen ->
            Http1Client.builder()
                .tls(tls)
                .shareConnectionCache(false)
                .readContinueTimeout(Duration.ofMillis(50))
                .connectTimeout(timer)
                .readTimeout(timer)
                .addService(seen)
                .build(),
        "HTTP/1.1");
  }

  @Test
  @Override
  public void plain_http_through_a_proxy_keeps_what_the_application_wrote() throws Exception {
    assumeTrue(
        ReleasableResource.class.isAssignableFrom(HttpClient.class),
        "Helidon 4.0 goes through a proxy by CONNECT without TLS too");
    super.plain_http_through_a_proxy_keeps_what_the_application_wrote();
  }
}
