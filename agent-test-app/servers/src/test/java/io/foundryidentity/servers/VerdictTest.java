package io.foundryidentity.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {

  private static final List<String> REFUSED = List.of("ANSWER OkHttp 401");
  private static final List<String> ANSWERED = List.of("ANSWER OkHttp 200");
  private static final ClassLoading CLASSES = new ClassLoading(List.of("a.A", "a.B", "a.C"));

  @Test
  void the_agents_own_lines_and_the_flag_itself_are_no_fault() {
    assertThat(
            faults(
                "up",
                "[err] foundry-identity INFO: active",
                "Command line argument: -javaagent:foundry-identity-agent.jar"))
        .isEmpty();
  }

  @Test
  void a_warning_of_the_agent_is_a_fault() {
    assertThat(faults("up", "foundry-identity WARN: no token")).hasSize(1);
  }

  @Test
  void a_line_more_and_a_line_less_are_faults() {
    assertThat(faults("ERROR no log manager"))
        .containsExactly("with the agent only: ERROR no log manager", "without the agent only: up");
  }

  @Test
  void a_request_that_is_not_signed_and_an_application_that_did_not_ask_are_faults() {
    Start start = new Start(REFUSED, List.of("up"), CLASSES);
    assertThat(Verdict.on(start, start)).containsExactly("with the agent: ANSWER OkHttp 401");
    Start silent = new Start(List.of(), List.of("up"), CLASSES);
    assertThat(Verdict.on(silent, silent)).hasSize(2);
  }

  @Test
  void a_log_manager_that_comes_before_the_servers_classes_is_a_fault() {
    ClassLoading late = new ClassLoading(List.of("a.A", "a.B", "java.util.logging.LogManager"));
    ClassLoading early = new ClassLoading(List.of("java.util.logging.LogManager", "a.A", "a.B"));
    assertThat(late.comparedWith(early)).hasSize(1);
    assertThat(late.comparedWith(late)).isEmpty();
  }

  @Test
  void times_ports_and_the_flag_differ_and_words_do_not() {
    LogLines lines = new LogLines(Path.of("/run"), 4711);
    assertThat(
            lines.normal(
                List.of(
                    "2026-11-24 19:23:57,174 INFO up on 4711 in 12 ms",
                    "JAVA_OPTS: -javaagent:/a/foundry-identity-agent.jar -Dx=/run/y")))
        .containsExactly("TIME INFO up on PORT in DURATION", "JAVA_OPTS: -Dx=FOLDER/y");
  }

  @Test
  void a_number_that_is_the_port_by_chance_is_still_a_time_a_process_and_a_hash() {
    LogLines lines = new LogLines(Path.of("/run"), 20261);
    assertThat(
            lines.normal(
                List.of(
                    "2026-11-24T19:23:57.120261Z up with PID 20261 in [20261] milliseconds",
                    "2026-11-24T19:23:57Z INFO 20261 --- a.B@7f20261 and a.B@3c1.",
                    "http-nio-20261 of java.base@17.0.12 for 120261 requests at *:20261")))
        .containsExactly(
            "TIME up with PID in DURATION",
            "TIME INFO PID --- a.B@HASH and a.B@HASH.",
            "http-nio-PORT of java.base@17.0.12 for 120261 requests at *:PORT");
  }

  @Test
  void which_thread_stops_a_server_differs_and_which_starts_it_does_not() {
    LogLines lines = new LogLines(Path.of("/run"), 4711);
    assertThat(
            lines.normal(
                List.of(
                    "INFO [io.quarkus] (main) server started in 1.5s",
                    "INFO [io.quarkus] (main) server stopped in 0.084s",
                    "INFO [io.quarkus] (Shutdown thread) server stopped in 0.059s")))
        .containsExactly(
            "INFO [io.quarkus] (main) server started in DURATION",
            "INFO [io.quarkus] (THREAD) server stopped in DURATION",
            "INFO [io.quarkus] (THREAD) server stopped in DURATION");
  }

  @Test
  void where_an_idle_thread_stands_differs_and_where_an_exception_came_from_does_not() {
    LogLines lines = new LogLines(Path.of("/run"), 4711);
    assertThat(
            lines.normal(
                List.of(
                    "failed to stop it. Stack trace of thread:",
                    " okio.AsyncTimeout$Companion.awaitTimeout$okio(AsyncTimeout.kt:308)",
                    "java.lang.IllegalStateException: no",
                    "\tat a.B.c(B.java:12)")))
        .containsExactly(
            "failed to stop it. Stack trace of thread:",
            "java.lang.IllegalStateException: no",
            "\tat a.B.c(B.java:12)");
  }

  private static List<String> faults(String... withAgent) {
    return Verdict.on(
        new Start(REFUSED, List.of("up"), CLASSES),
        new Start(ANSWERED, List.of(withAgent), CLASSES));
  }
}
