package io.foundryidentity.agent.instrumentation.helidonwebclient;

import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import io.helidon.common.tls.Tls;
import io.helidon.webclient.http2.Http2Client;
import java.time.Duration;
import javax.net.ssl.SSLContext;

class Http2ConformanceTest extends HttpClientConformance {

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
            Http2Client.builder()
                .tls(tls)
                .shareConnectionCache(false)
                .readContinueTimeout(Duration.ofMillis(50))
                .connectTimeout(timer)
                .readTimeout(timer)
                .addService(seen)
                .build(),
        "HTTP/2");
  }
}
