package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.dist.program.GuestProbe;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the agent takes from the application's JVM, and leaves in it. */
class GuestIT {

  private static final String TIME = "[0-9T:.-]+Z";

  private static Simulator simulator;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    simulator = Simulator.builder().start();
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @Test
  void the_agents_threads_take_nothing_from_the_thread_that_made_the_request() {
    ChildJvm.Ended ended = probe(GuestProbe.class, "").run();

    assertThat(ended.out()).as(ended.err()).startsWith("answered");
    assertThat(lines(ended, "thread "))
        .isNotEmpty()
        .allMatch(
            line ->
                line.endsWith(
                    ": group system, daemon true, priority 5,"
                        + " loader IsolatedClassLoader below platform, callers 0"));
    assertThat(lines(ended, "inherited ")).isEmpty();
  }

  @Test
  void a_system_class_loader_of_the_application_is_not_above_the_agents() {
    ChildJvm.Ended ended =
        probe(GuestProbe.class, "")
            .option("-Djava.system.class.loader=" + GuestProbe.SystemLoader.class.getName())
            .run();

    assertThat(ended.out()).as(ended.err()).startsWith("answered");
    assertThat(lines(ended, "thread ")).isNotEmpty().allMatch(line -> line.contains("below plat"));
  }

  @Test
  void properties_of_the_applications_loggers_do_not_reach_the_agents() {
    ChildJvm.Ended plain = probe(GuestProbe.class, "").run();
    ChildJvm.Ended ended =
        probe(GuestProbe.class, "")
            .option("-Dslf4j.provider=com.example.Provider")
            .option("-Dslf4j.internal.verbosity=DEBUG")
            .option("-Dslf4j.internal.report.stream=stdout")
            .option("-Dslf4j.detectLoggerNameMismatch=true")
            .option("-Dtinylog.configuration=" + folder.resolve("no.properties"))
            .option("-Dtinylog.configurationloader=com.example.Loader")
            .option("-Dtinylog.provider=com.example.Provider")
            .option("-Dtinylog.writer=${com.example}")
            .run();

    assertThat(ended.out()).startsWith("answered");
    assertThat(ended.err()).contains(" is active for [");
    assertThat(told(ended)).isEqualTo(told(plain));
    assertThat(ended.out()).doesNotContain("SLF4J", "LOGGER");
  }

  @Test
  void a_proxy_selector_that_answers_with_nonsense_prevents_no_token() {
    ChildJvm.Ended ended =
        probe(GuestProbe.WithProxySelector.class, "")
            .environment(simulator.identity().environment(IdentityKind.CLIENT_SECRET))
            .run();

    assertThat(ended.out()).as(ended.err()).startsWith("answered");
    assertThat(ended.err()).doesNotContain("WARN", "ERROR");
  }

  /** A checkpoint of the JVM (CRaC) refuses what is open, except what the JVM itself has opened. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void after_the_first_token_no_file_or_socket_of_the_agents_is_open() {
    Path log = folder.resolve("agent.log");
    ChildJvm.Ended ended =
        probe(GuestProbe.class, ",log-file=" + log).option("-Dhttp.keepAlive=false").run();

    assertThat(ended.out()).as(ended.err()).startsWith("answered");
    assertThat(log).content().contains(" is active for [");
    List<String> open = lines(ended, "open ");
    assertThat(open.stream().filter(file -> file.contains(ChildJvm.JAR.toString())))
        .as("for the class path, and for the agent")
        .hasSizeLessThanOrEqualTo(2);
    assertThat(open)
        .filteredOn(
            file ->
                !file.contains(ChildJvm.JAR.toString())
                    && !file.startsWith("open " + System.getProperty("java.home"))
                    && !file.matches("open (/dev/u?random|/dev/null|pipe:.*|/proc/.*/fd)"))
        .isEmpty();
  }

  /**
   * Without the line of the token: it is written while the program goes on, and may miss its end.
   */
  private static List<String> told(ChildJvm.Ended ended) {
    return ended
        .err()
        .replaceAll(TIME, "")
        .lines()
        .filter(line -> !line.contains("got a token"))
        .toList();
  }

  private static List<String> lines(ChildJvm.Ended ended, String beginning) {
    return ended.out().lines().filter(line -> line.startsWith(beginning)).toList();
  }

  private static ChildJvm probe(Class<?> program, String more) {
    String target = "https://localhost:" + simulator.foundry().port();
    return ChildJvm.running(program, target + "/openai/v1/models")
        .agent("hosts=" + target + more)
        .option("--add-opens=java.base/java.lang=ALL-UNNAMED")
        .option("--add-opens=java.base/java.security=ALL-UNNAMED")
        .options(simulator.certificates().trustProperties())
        .environment(simulator.identity().environment(IdentityKind.APP_SERVICE));
  }
}
