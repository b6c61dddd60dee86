package io.foundryidentity.agent.instrumentation.netty;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.foundryidentity.agent.instrumentation.netty.client.OpenSslClient;
import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import io.netty.handler.ssl.OpenSsl;
import java.io.File;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** TLS of netty-tcnative, whose sessions are its own. */
class OpenSslConformanceTest extends HttpClientConformance {

  @Override
  protected TestedClient client(SSLContext trust) {
    return client(trust, true);
  }

  @Override
  protected TestedClient clientWithoutNameCheck(SSLContext trust) {
    return client(trust, false);
  }

  private TestedClient client(SSLContext trust, boolean names) {
    assumeTrue(OpenSsl.isAvailable(), "this platform has no netty-tcnative");
    File authority = network().simulator().certificates().caPem().toFile();
    try {
      return new OpenSslClient(trust, authority, names);
    } catch (SSLException e) {
      throw new IllegalStateException(e);
    }
  }
}
