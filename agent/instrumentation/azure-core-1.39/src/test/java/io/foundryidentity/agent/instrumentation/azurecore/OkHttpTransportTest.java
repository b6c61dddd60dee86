package io.foundryidentity.agent.instrumentation.azurecore;

import io.foundryidentity.agent.instrumentation.okhttp.OkHttpInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import org.junit.jupiter.api.BeforeEach;

/** The stack itself sends again: azure-core must not add to it. */
final class OkHttpTransportTest extends TransportCases {

  @BeforeEach
  void sign() {
    InstrumentedJvm.instrument(new OkHttpInstrumentation());
  }

  @Override
  String provider() {
    return "com.azure.core.http.okhttp.OkHttpAsyncClientProvider";
  }
}
