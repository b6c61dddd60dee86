package io.foundryidentity.agent.instrumentation.joddhttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import javax.net.ssl.SSLContext;
import jodd.http.HttpRequest;
import org.junit.jupiter.api.Test;

class ConformanceTest extends HttpClientConformance {

  @Override
  protected TestedClient client(SSLContext trust) {
    return new TestedJoddHttp(trust, true);
  }

  @Override
  protected TestedClient clientWithoutNameCheck(SSLContext trust) {
    return new TestedJoddHttp(trust, false);
  }

  @Override
  protected TestedClient impatientClient(SSLContext trust) {
    return new TestedJoddHttp(trust, true, 1_000);
  }

  @Test
  @Override
  public void plain_http_through_a_proxy_keeps_what_the_application_wrote() throws Exception {
    assertPlainHttpInATunnelIsAsWritten();
  }

  /** From version 6 on the client escapes what is escaped already. */
  @Test
  @Override
  public void the_path_is_told_as_it_is_sent() throws Exception {
    if (new HttpRequest().path("/%20").path().equals("/%20")) {
      super.the_path_is_told_as_it_is_sent();
    } else {
      status(TestRequest.get(network().target("/openai/v1/a%20b%2Fc?q=%20")));
      assertThat(atFoundry().get(0).pathOnly()).startsWith("/openai/v1/a%25").endsWith("2Fc");
      assertToldAsSent();
    }
  }
}
