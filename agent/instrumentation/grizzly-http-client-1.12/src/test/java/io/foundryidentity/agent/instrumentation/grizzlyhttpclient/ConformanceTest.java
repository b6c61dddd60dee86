package io.foundryidentity.agent.instrumentation.grizzlyhttpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import io.foundryidentity.agent.instrumentation.testing.WovenReferences;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class ConformanceTest extends HttpClientConformance {

  @Override
  protected TestedClient client(SSLContext trust) {
    return new TestedGrizzlyHttpClient(trust);
  }

  @Override
  protected TestedClient clientWithoutNameCheck(SSLContext trust) {
    return new TestedGrizzlyHttpClient(trust, false, false);
  }

  @Override
  protected TestedClient impatientClient(SSLContext trust) {
    return new TestedGrizzlyHttpClient(trust, true, true);
  }

  @Test
  void everything_that_the_advice_calls_is_there() throws Exception {
    assertThat(WovenReferences.unresolved(new GrizzlyHttpClientInstrumentation())).isEmpty();
  }
}
