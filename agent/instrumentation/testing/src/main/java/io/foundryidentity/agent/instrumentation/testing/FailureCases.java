package io.foundryidentity.agent.instrumentation.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The cases without a token: none is available, or the authorizer throws. */
interface FailureCases extends ConformanceCases {

  @Test
  default void policy_fail_gives_the_caller_the_reason_and_sends_nothing() {
    network().authorizer().failByPolicy("no identity endpoint answers here");
    Throwable thrown = catchThrowable(() -> status(request()));
    assertThat(thrown).isInstanceOf(IOException.class);
    assertThat(thrown).hasStackTraceContaining("no identity endpoint answers here");
    assertThat(atFoundry()).isEmpty();
  }

  @Test
  default void policy_fail_leaves_strangers_alone() throws Exception {
    network().authorizer().failByPolicy("no identity endpoint answers here");
    assertThat(status(TestRequest.get(network().stranger("/echo")))).isEqualTo(200);
  }

  @Test
  default void after_policy_fail_the_client_is_as_good_as_before() throws Exception {
    assertThat(status(request())).isEqualTo(200);
    TestAuthorizer authorizer = network().authorizer();
    authorizer.failByPolicy("no identity endpoint answers here");
    assertThat(catchThrowable(() -> status(request()))).isInstanceOf(IOException.class);
    authorizer.recover();
    assertThat(status(request())).isEqualTo(200);
    assertThat(atFoundry()).hasSize(2);
    assertSigned(atFoundry().get(1));
  }

  @Test
  default void policy_pass_sends_what_the_application_wrote() throws Exception {
    network().authorizer().haveNoToken();
    // A key is refused with 403, as if keys were switched off
    assertThat(status(request())).isEqualTo(403);
    assertAsWritten();
  }

  @Test
  default void an_authorizer_that_breaks_sends_what_the_application_wrote() throws Exception {
    network().authorizer().breakDown();
    assertThat(status(request())).isEqualTo(403);
    assertAsWritten();
    assertThat(network().authorizer().failures())
        .isNotEmpty()
        .hasOnlyElementsOfType(IllegalStateException.class);
  }

  private TestRequest request() {
    return TestRequest.get(network().target("/echo"))
        .with("Authorization", "Bearer placeholder")
        .with("api-key", "placeholder-key");
  }

  private void assertAsWritten() {
    assertThat(atFoundry()).hasSize(1);
    assertThat(atFoundry().get(0).headers().all("authorization"))
        .containsExactly("Bearer placeholder");
    assertThat(atFoundry().get(0).headers().all("api-key")).containsExactly("placeholder-key");
    assertNoToken(atFoundry());
  }
}
