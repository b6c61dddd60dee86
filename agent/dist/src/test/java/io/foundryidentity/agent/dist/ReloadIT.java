package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.dist.program.GetWhenTold;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A configuration file that changes while the JVM runs. */
@Tag("long")
@Timeout(60)
class ReloadIT {

  @TempDir private Path folder;
  private Simulator simulator;
  private String target;
  private Process application;
  private BufferedReader answers;
  private BufferedReader log;
  private Writer questions;

  @BeforeEach
  void start() throws IOException {
    simulator = Simulator.builder().start();
    target = "https://localhost:" + simulator.foundry().port();
    write("hosts=" + target);
    application =
        ChildJvm.running(GetWhenTold.class, target + "/openai/v1/models")
            .agent("config-file=" + file())
            .options(simulator.certificates().trustProperties())
            .environment(simulator.identity().environment(IdentityKind.APP_SERVICE))
            .start();
    answers = application.inputReader();
    log = application.errorReader();
    questions = application.outputWriter();
    assertThat(answers.readLine()).isEqualTo("ready");
  }

  @AfterEach
  void stop() {
    application.destroyForcibly();
    simulator.close();
  }

  @Test
  void hosts_come_and_go_without_a_restart() throws IOException {
    assertThat(answer()).isEqualTo("status 200");

    write("hosts=https://another.example");
    awaitLine("has changed: active for [https://another.example:443]");
    assertThat(answer()).isEqualTo("status 403");

    write("hosts=https://another.example," + target);
    awaitLine("has changed: active for [https://another.example:443, " + target + "]");
    assertThat(answer()).isEqualTo("status 200");
  }

  @Test
  void another_identity_signs_from_then_on() throws IOException {
    assertThat(answer()).isEqualTo("status 200");
    String identity = "11111111-1111-1111-1111-111111111111";

    write("hosts=" + target + "\nclient-id=" + identity);
    awaitLine("has changed");

    assertThat(answer()).isEqualTo("status 200");
    assertThat(simulator.identity().requests())
        .extracting(request -> request.query("client_id"))
        .first()
        .isNull();
    assertThat(simulator.identity().requests())
        .extracting(request -> request.query("client_id"))
        .last()
        .isEqualTo(identity);
  }

  @Test
  void a_broken_file_is_told_once_and_changes_nothing() throws IOException {
    assertThat(answer()).isEqualTo("status 200");

    write("hosts=http://res.openai.azure.com");
    awaitLine("what held before holds on, as the configuration file is broken: hosts (file ");

    assertThat(answer()).isEqualTo("status 200");
  }

  @Test
  void what_counts_at_the_start_alone_is_named() throws IOException {
    assertThat(answer()).isEqualTo("status 200");

    write("hosts=" + target + "\nlog-level=debug");
    awaitLine("[log-level] will count from the next start on");
  }

  private Path file() {
    return folder.resolve("agent.properties");
  }

  /** As a whole: a reader never sees half of it. */
  private void write(String content) throws IOException {
    Path whole = Files.writeString(folder.resolve("new"), content);
    Files.move(whole, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private void awaitLine(String part) throws IOException {
    String line = log.readLine();
    while (line != null && !line.contains(part)) {
      line = log.readLine();
    }
    assertThat(line).as("a line with '%s'", part).isNotNull();
  }

  private String answer() throws IOException {
    questions.write("ask\n");
    questions.flush();
    String answer = answers.readLine();
    while (answer != null && !answer.startsWith("status ")) {
      answer = answers.readLine();
    }
    return answer;
  }
}
