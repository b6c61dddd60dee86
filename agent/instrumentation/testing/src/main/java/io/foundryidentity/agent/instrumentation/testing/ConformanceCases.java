package io.foundryidentity.agent.instrumentation.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.foundryidentity.simulator.ReceivedRequest;
import java.io.IOException;
import java.util.List;

/** What all groups of cases share. */
interface ConformanceCases {

  TestedClient tested();

  /** A client of its own for this case, which does not compare a host with its certificate. */
  TestedClient nameless();

  /** A client of its own for this case, whose timers are set to one second. */
  TestedClient impatient();

  /** A client of its own for this case, which is never closed: a call of it may go on. */
  TestedClient lasting();

  TestNetwork network();

  /** Skips the case if the client under test does not have such an ability. */
  default void needs(TestedClient.Ability... abilities) {
    for (TestedClient.Ability ability : abilities) {
      assumeTrue(
          tested().abilities().contains(ability),
          () -> tested().instrumentation().client() + " cannot " + ability);
    }
  }

  /** Sends, reads the whole body, and returns the status. */
  default int status(TestRequest request) throws IOException, InterruptedException {
    return status(tested(), request);
  }

  /** As {@link #status(TestRequest)}, with another client. */
  default int status(TestedClient client, TestRequest request)
      throws IOException, InterruptedException {
    try (TestResponse response = client.send(request)) {
      response.text();
      return response.status();
    }
  }

  /** Asserts that the server got exactly this Authorization, and no key. */
  default void assertSigned(ReceivedRequest request, String value) {
    // Compared to booleans: a failing assertion must not print a token
    List<String> authorizations = request.headers().all("authorization");
    assertThat(authorizations).as("Authorization headers of %s", request).hasSize(1);
    assertThat(authorizations.get(0).equals(value)).as("%s carries that token", request).isTrue();
    for (String keyHeader : network().authorizer().keyHeaders()) {
      assertThat(request.headers().contains(keyHeader)).as(keyHeader).isFalse();
    }
  }

  /** Asserts that the request was sent with the first token of this case. */
  default void assertSigned(ReceivedRequest request) {
    assertSigned(request, network().authorizer().values().get(0));
  }

  /**
   * Asserts that no token of this case, whole or in part, is in any header or in the request line.
   */
  default void assertNoToken(ReceivedRequest request) {
    for (String value : network().authorizer().values()) {
      String token = value.substring("Bearer ".length());
      assertThat(request.headers().anyValueContains(token))
          .as("token in a header of %s", request)
          .isFalse();
      assertThat(request.path().contains(token)).as("token in the path").isFalse();
    }
  }

  default void assertNoToken(List<ReceivedRequest> requests) {
    assertThat(requests).as("requests that were to be looked at").isNotEmpty();
    requests.forEach(this::assertNoToken);
  }

  /**
   * What Foundry's server received, under any of its names; without a call that was abandoned,
   * which can come after its case.
   */
  default List<ReceivedRequest> atFoundry() {
    return network().foundry().requests().stream()
        .filter(request -> !request.path().equals(TestAuthorizer.ABANDONED))
        .toList();
  }

  default List<ReceivedRequest> atStranger() {
    return network().stranger().requests();
  }

  default List<ReceivedRequest> atImpostor() {
    return network().impostor().requests();
  }

  default List<ReceivedRequest> atProxy() {
    return network().proxy().requests();
  }
}
