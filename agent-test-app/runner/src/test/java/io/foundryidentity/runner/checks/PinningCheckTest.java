package io.foundryidentity.runner.checks;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PinningCheckTest {

  private static final String AGENT = "io.foundryidentity.agent.";

  @Test
  void a_wait_for_a_class_that_another_thread_loads_is_not_the_agents() {
    assertTrue(
        PinningCheck.loadsClass(
            List.of(
                "jdk.internal.loader.BuiltinClassLoader",
                "java.lang.ClassLoader",
                "java.lang.Class",
                AGENT + "bootstrap.WaitingCall",
                "okhttp3.internal.http.CallServerInterceptor"),
            AGENT));
  }

  @Test
  void a_wait_for_a_token_is_the_agents() {
    assertFalse(
        PinningCheck.loadsClass(
            List.of(
                "java.util.concurrent.CountDownLatch",
                AGENT + "core.tokens.TokenCache",
                "okhttp3.internal.http.CallServerInterceptor"),
            AGENT));
  }

  @Test
  void a_wait_in_the_agent_below_a_class_loader_of_the_application_is_the_agents() {
    assertFalse(
        PinningCheck.loadsClass(
            List.of(
                "java.util.concurrent.CountDownLatch",
                AGENT + "core.tokens.TokenCache",
                "java.net.HttpURLConnection",
                "java.lang.ClassLoader",
                "java.lang.Class"),
            AGENT));
  }
}
