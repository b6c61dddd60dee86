package io.foundryidentity.agent.instrumentation.azurecore;

import io.foundryidentity.agent.instrumentation.okhttp.OkHttpInstrumentation;
import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;

/** The stack itself sends again: azure-core must not send a third time. */
final class OkHttpTransportTest extends TransportCases {

  @Override
  String provider() {
    return "com.azure.core.http.okhttp.OkHttpAsyncClientProvider";
  }

  @Override
  ClientInstrumentation stack() {
    return new OkHttpInstrumentation();
  }
}
