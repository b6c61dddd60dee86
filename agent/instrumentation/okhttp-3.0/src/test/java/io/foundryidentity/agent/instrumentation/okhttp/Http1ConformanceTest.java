package io.foundryidentity.agent.instrumentation.okhttp;

import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import javax.net.ssl.SSLContext;
import okhttp3.Protocol;

class Http1ConformanceTest extends OkHttpConformance {

  @Override
  protected TestedClient client(SSLContext trust) {
    SignedFoundry.trust(network());
    return new TestedOkHttp(Protocol.HTTP_1_1, false);
  }

  @Override
  protected TestedClient clientWithoutNameCheck(SSLContext trust) {
    SignedFoundry.trust(network());
    return TestedOkHttp.withoutNameCheck(Protocol.HTTP_1_1, false);
  }

  @Override
  protected TestedClient impatientClient(SSLContext trust) {
    SignedFoundry.trust(network());
    return TestedOkHttp.impatient(Protocol.HTTP_1_1, false);
  }
}
