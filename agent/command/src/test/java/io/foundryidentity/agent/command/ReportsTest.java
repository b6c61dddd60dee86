package io.foundryidentity.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.configuration.Origin;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReportsTest {

  private final CountDownLatch progress = new CountDownLatch(1);
  private final StringWriter text = new StringWriter();
  private final PrintWriter out =
      new PrintWriter(text) {
        @Override
        public void print(String string) {
          super.print(string);
          if (string.contains("...")) {
            progress.countDown();
          }
        }
      };

  private static Terminal terminal(boolean interactive) {
    return Terminal.of(interactive, Map.of(), StandardCharsets.UTF_8);
  }

  @Test
  void a_slow_step_shows_on_a_terminal_and_is_wiped_away() throws Exception {
    Step step = new NameStep();
    Report report = new TextReport(out, terminal(true));
    report.doing(step);
    assertThat(progress.await(20, TimeUnit.SECONDS)).isTrue();
    report.done(step, StepResult.ok("found"), 1000);

    assertThat(text.toString())
        .containsPattern(" {4}name \\.\\.\\. [1-9]\\d* s\r\u001b\\[K")
        .endsWith(" name        found (1000 ms)\n");
  }

  @Test
  void elsewhere_a_step_is_one_line() {
    Report report = new TextReport(out, terminal(false));
    report.doing(new NameStep());
    report.done(new NameStep(), StepResult.ok("found").line("more"), 3);

    assertThat(text.toString()).isEqualTo("  ✓ name        found (3 ms)\n      more\n");
  }

  @Test
  void a_hosted_agent_is_named_on_one_line() {
    Report report = new TextReport(out, terminal(false));
    report.hostedAgent("foundry\n\u001b[2J", "11111111-2222-3333-4444-555555555555");
    report.hostedAgent("foundry", null);

    assertThat(text.toString())
        .isEqualTo(
            "  hosted agent of Foundry, environment foundry [2J, identity"
                + " 11111111-2222-3333-4444-555555555555\n"
                + "  hosted agent of Foundry, environment foundry\n");
  }

  @Test
  void and_in_json() {
    Report report = new JsonReport(out);
    report.hostedAgent("foundry", null);
    report.end(0);

    assertThat(text.toString())
        .contains("\"hostedAgent\":{\"environment\":\"foundry\",\"clientId\":null}");
  }

  @Test
  void json_survives_whatever_stands_in_it() {
    Report report = new JsonReport(out);
    report.configuration(List.of(new Origin("log-file", "C:\\é\"", "file x")), List.of(), false);
    report.begin("t");
    report.done(new NameStep(), StepResult.ok("a\nb").fact("list", List.of(1, true)), 3);
    report.end(0);

    assertThat(text.toString())
        .isEqualTo(
            "{\"configuration\":[{\"key\":\"log-file\",\"value\":\"C:\\\\\\u00e9\\\"\",\"source\":\"file"
                + " x\"}],\"warnings\":[],\"offline\":false,\"targets\":[{\"target\":\"t\",\"steps\":[{\"step\":\"name\",\"state\":\"ok\",\"millis\":3,\"detail\":\"a"
                + " b\",\"list\":[1,true]}]}],\"exitCode\":0}\n");
  }
}
