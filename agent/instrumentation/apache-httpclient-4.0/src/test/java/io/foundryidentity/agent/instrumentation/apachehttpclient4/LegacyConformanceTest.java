package io.foundryidentity.agent.instrumentation.apachehttpclient4;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.testing.HeaderLog;
import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** {@code DefaultHttpClient} on the pool of 4.0. */
class LegacyConformanceTest extends HttpClientConformance {

  @Override
  protected TestedClient client(SSLContext trust) {
    return new LegacyClient(LegacyClient.pool(network()));
  }

  @Override
  protected TestedClient impatientClient(SSLContext trust) {
    return LegacyClient.impatient(LegacyClient.pool(network()));
  }

  @Test
  void the_clients_header_log_shows_no_token() throws Exception {
    HeaderLog.LINES.clear();
    try (TestResponse response = tested().send(TestRequest.get(network().target("/echo")))) {
      assertThat(response.status()).isEqualTo(200);
    }
    assertThat(HeaderLog.LINES).anyMatch(line -> line.endsWith("Authorization: Bearer ..."));
    assertThat(HeaderLog.LINES).noneMatch(line -> line.contains("Bearer eyJ"));
  }

  @Test
  void a_proxy_that_forwards_plain_http_is_told_of() throws Exception {
    TestRequest request =
        TestRequest.get(network().plainTarget("/echo")).through(network().proxyAddress());
    try (TestResponse response = tested().send(request)) {
      assertThat(response.status()).isEqualTo(401);
    }
    assertThat(network().authorizer().unproven())
        .hasSize(1)
        .allMatch(told -> told.contains("leads to another address"));
  }
}
