package io.foundryidentity.runner.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CallTest {

  @Test
  void a_line_of_a_case_is_read_back() {
    assertThat(Call.parse("CALL\tchat\tok\tsigned in as me"))
        .isEqualTo(new Call("chat", true, "signed in as me"));
  }

  @Test
  void other_output_is_no_call() {
    assertThat(Call.parse("Picked up JAVA_TOOL_OPTIONS: -Da=b")).isNull();
    assertThat(Call.parse("CALL of the wild")).isNull();
  }

  @Test
  void a_refusal_is_told_from_other_failures() {
    assertThat(new Call("chat", false, "PermissionDeniedException: 403: no keys").refused())
        .isTrue();
    assertThat(new Call("chat", false, "IOException: connection refused").refused()).isFalse();
    assertThat(new Call("chat", false, "NotFoundException: 404: port 40301").refused()).isFalse();
    assertThat(new Call("chat", true, "I know 403 words").refused()).isFalse();
  }

  @Test
  void a_refusal_is_told_by_status_and_message() {
    assertThat(new Call("chat", false, "UnauthorizedException: 401: Go away.").brief())
        .isEqualTo("401: Go away.");
    assertThat(
            new Call(
                    "chat",
                    false,
                    "IOException: 403: {\"error\":{\"code\":\"Disabled\",\"message\":\"No keys.\"}}")
                .brief())
        .isEqualTo("403: No keys.");
  }

  @Test
  void a_failure_that_is_no_refusal_keeps_its_message() {
    assertThat(new Call("chat", false, "ConnectException: Connection refused").brief())
        .isEqualTo("Connection refused");
  }
}
