package io.foundryidentity.agent.instrumentation.netty3;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import io.foundryidentity.agent.instrumentation.testing.WovenReferences;
import java.io.IOException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class ConformanceTest extends HttpClientConformance {

  private static final int PATIENT = 60_000;

  @Override
  protected TestedClient client(SSLContext trust) {
    return new TestedAsyncHttpClient(trust, true, PATIENT);
  }

  @Override
  protected TestedClient clientWithoutNameCheck(SSLContext trust) {
    return new TestedAsyncHttpClient(trust, false, PATIENT);
  }

  @Override
  protected TestedClient impatientClient(SSLContext trust) {
    return new TestedAsyncHttpClient(trust, true, 1_000);
  }

  @Test
  void everything_that_the_advice_calls_is_there() throws IOException {
    assertThat(WovenReferences.unresolved(new Netty3Instrumentation())).isEmpty();
  }
}
