package io.foundryidentity.agent.instrumentation.azurecore;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import io.foundryidentity.agent.instrumentation.javahttpclient.JavaHttpClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stack itself resends requests without a body, but none with a body of azure-core's. */
final class JdkTransportTest extends StackWithoutRetryCases {

  @Override
  String provider() {
    return "com.azure.core.http.jdk.httpclient.JdkHttpClientProvider";
  }

  @Override
  ClientInstrumentation stack() {
    return new JavaHttpClientInstrumentation();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void what_the_stack_sends_again_azure_core_does_not(boolean sync) {
    network().foundry().refuseNext(2);
    HttpRequest get = new HttpRequest(HttpMethod.GET, network().target("/echo").toString());
    assertThat(status(sync, retrying(3), get)).isEqualTo(401);
    assertThat(seen()).hasSize(2);
  }
}
