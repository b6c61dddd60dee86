package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.simulator.Simulator;
import java.io.IOException;
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
@Timeout(180)
class ReloadIT {

  @TempDir private Path folder;
  private Simulator simulator;
  private String target;
  private RunningApplication application;

  @BeforeEach
  void start() throws IOException {
    simulator = Simulator.builder().start();
    target = RunningApplication.target(simulator);
    write("hosts=" + target);
    application =
        RunningApplication.start(
            simulator, "-javaagent:" + ChildJvm.JAR + "=config-file=" + file());
  }

  @AfterEach
  void stop() {
    application.close();
    simulator.close();
  }

  @Test
  void hosts_come_and_go_without_a_restart() throws IOException {
    assertThat(application.ask()).isEqualTo("status 200");

    write("hosts=https://another.example");
    application.awaitError("has changed: active for [https://another.example:443]");
    assertThat(application.ask()).isEqualTo("status 403");

    write("hosts=https://another.example," + target);
    application.awaitError("has changed: active for [https://another.example:443, " + target + "]");
    assertThat(application.ask()).isEqualTo("status 200");
  }

  @Test
  void another_identity_signs_from_then_on() throws IOException {
    assertThat(application.ask()).isEqualTo("status 200");
    String identity = "11111111-1111-1111-1111-111111111111";

    write("hosts=" + target + "\nclient-id=" + identity);
    application.awaitError("has changed");

    assertThat(application.ask()).isEqualTo("status 200");
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
    assertThat(application.ask()).isEqualTo("status 200");

    write("hosts=http://res.openai.azure.com");
    application.awaitError(
        "the configuration file is invalid; the previous configuration stays active: hosts (file ");

    assertThat(application.ask()).isEqualTo("status 200");
  }

  @Test
  void switched_off_in_the_file_is_told_and_leaves_requests_alone() throws IOException {
    assertThat(application.ask()).isEqualTo("status 200");

    write("enabled=false\nhosts=" + target);
    application.awaitError("has changed: switched off by enabled=false");
    assertThat(application.ask()).isEqualTo("status 403");

    write("hosts=" + target);
    application.awaitError("has changed: active for [" + target + "]");
    assertThat(application.ask()).isEqualTo("status 200");
  }

  @Test
  void what_counts_at_the_start_alone_is_named() throws IOException {
    assertThat(application.ask()).isEqualTo("status 200");

    write("hosts=" + target + "\nlog-level=debug");
    application.awaitError("[log-level] will count from the next start");
  }

  private Path file() {
    return folder.resolve("agent.properties");
  }

  /** As a whole: a reader never sees half of it. */
  private void write(String content) throws IOException {
    Path whole = Files.writeString(folder.resolve("new"), content);
    Files.move(whole, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
