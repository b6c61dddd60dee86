package io.foundryidentity.agent.instrumentation.azurecore;

import io.foundryidentity.agent.instrumentation.javahttpclient.JavaHttpClientInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import org.junit.jupiter.api.BeforeEach;

/** The stack itself sends again: azure-core must not add to it. */
final class JdkTransportTest extends TransportCases {

  @BeforeEach
  void sign() {
    InstrumentedJvm.instrument(new JavaHttpClientInstrumentation());
  }

  @Override
  String provider() {
    return "com.azure.core.http.jdk.httpclient.JdkHttpClientProvider";
  }
}
