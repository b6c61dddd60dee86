package io.foundryidentity.agent.instrumentation.azurecore;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.HttpRequest;
import com.azure.core.util.BinaryData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One retry and not more, whether azure-core or the stack below makes it. */
abstract class TransportCases extends InstrumentedTransport {

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_refused_request_is_sent_once_more_with_another_token(boolean sync) {
    network().foundry().refuseNext(1);
    assertThat(status(sync, retrying(3), post())).isEqualTo(200);
    assertTwoTokens();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_second_refusal_reaches_the_application(boolean sync) {
    network().foundry().refuseNext(2);
    assertThat(status(sync, retrying(3), post())).isEqualTo(401);
    assertTwoTokens();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_policy_without_retries_of_its_own_has_this_one(boolean sync) {
    network().foundry().refuseNext(1);
    assertThat(status(sync, retrying(0), post())).isEqualTo(200);
    assertTwoTokens();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_refusal_of_a_stranger_is_left_alone(boolean sync) {
    HttpRequest request = post(network().otherName("/echo"), BinaryData.fromString("a question"));
    assertThat(status(sync, retrying(3), request)).isEqualTo(401);
    assertThat(seen()).hasSize(1);
    assertThat(network().authorizer().values()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void without_a_token_there_is_no_retry(boolean sync) {
    network().authorizer().haveNoToken();
    assertThat(status(sync, retrying(3), post())).isEqualTo(401);
    assertThat(seen()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void without_another_token_the_refusal_reaches_the_application_at_once(boolean sync) {
    network().authorizer().keepToken();
    network().foundry().refuseNext(1);
    assertThat(status(sync, retrying(3), post())).isEqualTo(401);
    assertThat(seen()).hasSize(1);
  }
}
