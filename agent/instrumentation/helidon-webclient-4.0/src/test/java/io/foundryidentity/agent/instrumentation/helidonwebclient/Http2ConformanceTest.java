package io.foundryidentity.agent.instrumentation.helidonwebclient;

import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import io.helidon.common.tls.Tls;
import io.helidon.webclient.http2.Http2Client;
import java.time.Duration;
import javax.net.ssl.SSLContext;

class Http2ConformanceTest extends HttpClientConformance {

  @Override
  protected TestedClient client(SSLContext trust) {
    Tls tls = Tls.builder().sslContext(trust).build();
    return new TestedHelidon(
        seen ->
            Http2Client.builder()
                .tls(tls)
                .shareConnectionCache(false)
                .readContinueTimeout(Duration.ofMillis(50))
                .addService(seen)
                .build(),
        "HTTP/2");
  }
}
