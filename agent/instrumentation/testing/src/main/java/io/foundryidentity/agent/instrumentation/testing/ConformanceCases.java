package io.foundryidentity.agent.instrumentation.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.foundryidentity.simulator.ReceivedRequest;
import java.io.IOException;
import java.util.List;

/** What all groups of cases share. */
interface ConformanceCases {

  TestedClient tested();

  TestNetwork network();

  /** Skips the case where the client under test has no such thing. */
  default void needs(TestedClient.Ability... abilities) {
    for (TestedClient.Ability ability : abilities) {
      assumeTrue(
          tested().abilities().contains(ability),
          () -> tested().instrumentation().client() + " cannot " + ability);
    }
  }

  /** Sends, reads the whole body, and answers with the status. */
  default int status(TestRequest request) throws IOException, InterruptedException {
    try (TestResponse response = tested().send(request)) {
      response.text();
      return response.status();
    }
  }

  /** As the server saw it: one Authorization, which is that one, and no key. */
  default void assertSigned(ReceivedRequest request, String value) {
    // Compared to booleans: a failing assertion must not print a token
    List<String> authorizations = request.headers().all("authorization");
    assertThat(authorizations).as("Authorization headers of %s", request).hasSize(1);
    assertThat(authorizations.get(0).equals(value)).as("%s carries that token", request).isTrue();
    for (String keyHeader : network().authorizer().keyHeaders()) {
      assertThat(request.headers().contains(keyHeader)).as(keyHeader).isFalse();
    }
  }

  /** Signed with the first token of this case. */
  default void assertSigned(ReceivedRequest request) {
    assertSigned(request, network().authorizer().values().get(0));
  }

  /** No token of this case, whole or in part, in any header or in the request line. */
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

  /** What Foundry's server saw, under whatever name. */
  default List<ReceivedRequest> atFoundry() {
    return network().foundry().requests();
  }

  default List<ReceivedRequest> atStranger() {
    return network().stranger().requests();
  }

  default List<ReceivedRequest> atProxy() {
    return network().proxy().requests();
  }
}
