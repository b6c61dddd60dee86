package io.foundryidentity.agent.instrumentation.copilotcli;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.bootstrap.ProcessBridge;
import io.foundryidentity.agent.bootstrap.RequestTargets;
import io.foundryidentity.agent.instrumentation.testing.SimpleTarget;
import java.io.File;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A provider that stands in this JVM's own environment, where the build has put it. */
class InheritedEnvironmentTest extends StartedProcesses {

  private static final String TARGET = "inherited.test";

  private static final SimpleTarget TOKEN = existing -> "Bearer token";

  @BeforeEach
  void take_its_host_for_a_target() {
    RequestTargets authorizer =
        (RequestTargets)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {RequestTargets.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "find" -> arguments[1].equals(TARGET) ? TOKEN : null;
                      case "keyHeaders" -> new String[] {"api-key"};
                      default -> throw new IllegalStateException(method.getName());
                    });
    ProcessBridge.install(new CliProcesses(authorizer, routes, Runnable::run));
  }

  @Test
  void a_process_that_inherits_it_goes_over_the_gateway() throws Exception {
    ProcessBuilder builder = new ProcessBuilder(program("copilot").toString(), "-p", "hello");
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    Map<String, String> seen = environmentOf(builder.start());

    assertThat(seen)
        .containsEntry("COPILOT_PROVIDER_BASE_URL", "http://127.0.0.1:65000/openai/v1")
        .containsEntry("COPILOT_PROVIDER_BEARER_TOKEN", "secret-0")
        .containsEntry("PATH", System.getenv("PATH"));
    assertThat(System.getenv()).doesNotContainKey("COPILOT_PROVIDER_BEARER_TOKEN");
    assertThat(routes.opened).containsExactly("https://inherited.test:-1");
    assertThat(routes.closed).containsExactly("secret-0");
  }

  @Test
  void a_map_that_lacks_it_does_not() throws Exception {
    ProcessBuilder builder = new ProcessBuilder(program("copilot").toString());
    builder.environment().remove("COPILOT_PROVIDER_BASE_URL");
    Process process = builder.start();
    Map<String, String> seen = environmentOf(process);
    finish(process);

    assertThat(seen)
        .doesNotContainKeys("COPILOT_PROVIDER_BASE_URL", "COPILOT_PROVIDER_BEARER_TOKEN");
  }
}
