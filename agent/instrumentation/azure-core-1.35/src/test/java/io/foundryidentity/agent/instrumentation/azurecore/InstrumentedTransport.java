package io.foundryidentity.agent.instrumentation.azurecore;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.FixedDelay;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.CertificateAuthority;
import io.foundryidentity.simulator.ReceivedRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A transport of azure-core over an instrumented stack, against a target that refuses. */
@Timeout(180)
abstract class InstrumentedTransport {

  private TestNetwork network;
  private HttpClient transport;

  /** The name of azure-core's provider of the transport. */
  abstract String provider();

  /** The instrumentation of the stack below the transport, which authorizes. */
  abstract ClientInstrumentation stack();

  @BeforeEach
  final void open() {
    network = TestNetwork.fresh();
    // The default trust is the one setting that works in all transports
    CertificateAuthority certificates = network.simulator().certificates();
    System.setProperty("javax.net.ssl.trustStore", certificates.trustStore().toString());
    System.setProperty("javax.net.ssl.trustStorePassword", certificates.trustStorePassword());
    SSLContext.setDefault(network.trust());
    InstrumentedJvm.instrument(stack());
    InstrumentedJvm.instrument(new AzureCoreInstrumentation());
    transport = Pipelines.transport(provider());
  }

  @AfterEach
  final void nothing_failed_inside_advice() {
    assertThat(network.authorizer().failures()).isEmpty();
  }

  final TestNetwork network() {
    return network;
  }

  final HttpClient transport() {
    return transport;
  }

  /** A pipeline whose policy retries that often. */
  final HttpPipeline retrying(int most) {
    return retrying(most, Duration.ofMillis(10));
  }

  final HttpPipeline retrying(int most, Duration wait) {
    return Pipelines.of(transport, new RetryPolicy(new FixedDelay(most, wait)));
  }

  static int status(boolean sync, HttpPipeline pipeline, HttpRequest request) {
    try (HttpResponse response =
        sync ? pipeline.sendSync(request, Context.NONE) : pipeline.send(request).block()) {
      response.getBodyAsString().block();
      assertThat(request.getHeaders().getValue("Authorization")).isNull();
      assertThat(response.getRequest().getHeaders().getValue("Authorization")).isNull();
      return response.getStatusCode();
    }
  }

  final HttpRequest post() {
    return post(network.target("/echo"), BinaryData.fromString("a question"));
  }

  static HttpRequest post(URI uri, BinaryData body) {
    return new HttpRequest(HttpMethod.POST, uri.toString()).setBody(body);
  }

  final List<ReceivedRequest> seen() {
    return network.foundry().requests();
  }

  final void assertTwoTokens() {
    List<String> values = network.authorizer().values();
    assertThat(seen()).extracting(ReceivedRequest::bodyText).containsOnly("a question").hasSize(2);
    for (int i = 0; i < 2; i++) {
      // Compared to booleans: a failing assertion must not print a token
      assertThat(seen().get(i).header("authorization").equals(values.get(i))).isTrue();
    }
  }
}
