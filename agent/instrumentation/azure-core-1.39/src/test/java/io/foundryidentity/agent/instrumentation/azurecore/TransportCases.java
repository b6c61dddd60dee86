package io.foundryidentity.agent.instrumentation.azurecore;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.HttpClientProvider;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.FixedDelay;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.CertificateAuthority;
import io.foundryidentity.simulator.ReceivedRequest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One retry and not more, whoever of azure-core and the stack below it makes that. */
@Timeout(20)
abstract class TransportCases {

  /** Longer than any test may take: whoever waits for it is noticed. */
  private static final Duration LONG = Duration.ofMinutes(10);

  private TestNetwork network;

  /** The name of azure-core's provider; not every version has each. */
  abstract String provider();

  /** What stands before the transport in the pipeline. */
  List<HttpPipelinePolicy> lastPolicies() {
    return List.of();
  }

  TestNetwork network() {
    return network;
  }

  @BeforeEach
  final void open() {
    network = TestNetwork.fresh();
    // By the default trust: the one setting that all transports take alike
    CertificateAuthority certificates = network.simulator().certificates();
    System.setProperty("javax.net.ssl.trustStore", certificates.trustStore().toString());
    System.setProperty("javax.net.ssl.trustStorePassword", certificates.trustStorePassword());
    InstrumentedJvm.instrument(new AzureCoreInstrumentation());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_refused_request_is_sent_once_more_and_at_once(boolean sync) throws Exception {
    network.foundry().refuseNext(1);
    assertThat(status(sync, 3, post())).isEqualTo(200);
    assertTwoTokens();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_second_refusal_reaches_the_application(boolean sync) throws Exception {
    network.foundry().refuseNext(2);
    assertThat(status(sync, 3, post())).isEqualTo(401);
    assertTwoTokens();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_pipeline_without_retries_of_its_own_still_has_this_one(boolean sync) throws Exception {
    network.foundry().refuseNext(1);
    assertThat(status(sync, 0, post())).isEqualTo(200);
    assertTwoTokens();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_refusal_of_a_stranger_is_left_alone(boolean sync) throws Exception {
    URI uri = network.otherName("/echo");
    assertThat(status(sync, 3, post(uri, BinaryData.fromString("a question")))).isEqualTo(401);
    assertThat(seen()).hasSize(1);
    assertThat(network.authorizer().values()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void without_a_token_there_is_no_retry(boolean sync) throws Exception {
    network.authorizer().haveNoToken();
    assertThat(status(sync, 3, post())).isEqualTo(401);
    assertThat(seen()).hasSize(1);
  }

  final int status(boolean sync, int retries, HttpRequest request) throws Exception {
    List<HttpPipelinePolicy> policies = new ArrayList<>();
    policies.add(new RetryPolicy(new FixedDelay(retries, LONG)));
    policies.addAll(lastPolicies());
    Object provider = Class.forName(provider()).getConstructor().newInstance();
    HttpPipeline pipeline =
        new HttpPipelineBuilder()
            .httpClient(((HttpClientProvider) provider).createInstance())
            .policies(policies.toArray(new HttpPipelinePolicy[0]))
            .build();
    try (HttpResponse response =
        sync ? pipeline.sendSync(request, Context.NONE) : pipeline.send(request).block()) {
      response.getBodyAsString().block();
      assertThat(request.getHeaders().getValue(HttpHeaderName.AUTHORIZATION)).isNull();
      assertThat(network.authorizer().failures()).isEmpty();
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

  private void assertTwoTokens() {
    List<String> values = network.authorizer().values();
    assertThat(seen()).extracting(ReceivedRequest::bodyText).containsOnly("a question").hasSize(2);
    for (int i = 0; i < 2; i++) {
      // Compared to booleans: a failing assertion must not print a token
      assertThat(seen().get(i).header("authorization").equals(values.get(i))).isTrue();
    }
  }
}
