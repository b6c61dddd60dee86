package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.dist.program.Get;
import io.foundryidentity.agent.dist.program.GetManaged;
import io.foundryidentity.agent.dist.program.GetThenChoose;
import io.foundryidentity.agent.dist.program.GetWithOwnBuilder;
import io.foundryidentity.agent.dist.program.OwnBuilder;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code status}, the kill switch and the MXBean of a JVM with the agent. */
@Tag("long")
class StatusIT {

  @TempDir private Path folder;

  private Simulator simulator;
  private String target;

  @BeforeEach
  void start() {
    simulator = Simulator.builder().start();
    target = RunningApplication.target(simulator);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void before_the_first_request_it_is_not_ready_and_says_why() throws IOException {
    try (RunningApplication application = start("")) {
      ChildJvm.Ended ended = application.command("status");

      assertThat(ended.exit()).as(ended.err()).isZero();
      assertThat(ended.out())
          .containsPattern("ready +no: no token was asked for yet")
          .contains(target)
          .contains("no request yet");
      assertThat(application.command("status", "--ready").exit()).isEqualTo(3);
    }
  }

  @Test
  void after_it_there_are_counts_the_token_and_the_client() throws IOException {
    try (RunningApplication application = start("")) {
      application.ask();
      application.ask();

      ChildJvm.Ended text = application.command("status", "--ready");
      ChildJvm.Ended json = application.command("status", "--json");

      assertThat(text.exit()).isZero();
      assertThat(text.out())
          .containsPattern("ready +yes")
          .contains("scope https://cognitiveservices.azure.com/.default")
          .contains("with a token 2, without a token 0, refused 0, retried 0")
          .containsPattern("good, expires \\S+ \\(in ")
          .containsPattern("client +http-url-connection Java \\S+: active")
          .doesNotContain("eyJ");
      assertThat(json.out().lines())
          .singleElement()
          .asString()
          .contains("\"ready\":true", "\"signed\":2", "\"state\":\"good\"")
          .doesNotContain("eyJ");
    }
  }

  @Test
  void switched_off_the_agent_is_out_of_the_path_at_once_and_back_at_once() throws IOException {
    try (RunningApplication application = start("")) {
      assertThat(application.ask()).isEqualTo("status 200");

      assertThat(application.command("status", "--off").out())
          .contains("SWITCHED OFF")
          .containsPattern("ready +no: switched off at run time");
      assertThat(application.ask()).isEqualTo("status 403");
      assertThat(application.command("status", "--json").out()).contains("\"on\":false");

      assertThat(application.command("status", "--on").out()).containsPattern("ready +yes");
      assertThat(application.ask()).isEqualTo("status 200");
    }
  }

  @Test
  void switched_off_before_the_first_request_it_stays_off() throws IOException {
    try (RunningApplication application = start("")) {
      application.command("status", "--off");

      assertThat(application.ask()).isEqualTo("status 403");
      application.awaitError(" switched off by its operator");
      assertThat(simulator.foundry().requests())
          .singleElement()
          .satisfies(request -> assertThat(request.headers().anyValueContains("Bearer")).isFalse());
    }
  }

  @Test
  void without_a_token_it_is_not_ready_and_tells_the_reason() throws IOException {
    simulator.identity().failWith(403);
    try (RunningApplication application = start("")) {
      application.ask();

      ChildJvm.Ended ended = application.command("status", "--ready");

      assertThat(ended.exit()).isEqualTo(3);
      assertThat(ended.out())
          .containsPattern("ready +no: no token for " + target)
          .contains("with a token 0, without a token 1")
          // On a slow machine the next attempt is under way already, or nobody has asked since
          .containsPattern("failed, next attempt \\S+|asking since |failed\\R")
          .contains("failures in a row: ")
          .contains("ManagedIdentityCredential");
    }
  }

  @Test
  void a_dry_run_shows() throws IOException {
    try (RunningApplication application = start(",dry-run=true")) {
      application.ask();

      assertThat(application.command("status").out())
          .containsPattern("ready +no: dry run")
          .contains("with a token 0, without a token 1");
    }
  }

  @Test
  void an_agent_that_stays_away_says_why() throws IOException {
    try (RunningApplication off = start(",enabled=false");
        RunningApplication broken = start(",on-failure=fial")) {
      assertThat(off.command("status").err()).contains("enabled=false");
      assertThat(off.command("status").exit()).isEqualTo(1);
      assertThat(broken.command("status").err()).contains("on-failure='fial'");
    }
  }

  @Test
  void a_jvm_without_an_agent_is_not_touched() throws IOException {
    try (RunningApplication application = RunningApplication.start(simulator)) {
      ChildJvm.Ended ended = application.command("status");

      assertThat(ended.exit()).isEqualTo(1);
      assertThat(ended.err()).contains("has no agent");
      assertThat(ChildJvm.tool("jcmd", application.pid(), "VM.system_properties").run().out())
          .doesNotContain("io.foundryidentity.agent=");
    }
  }

  @Test
  void no_answer_stays_behind() throws IOException {
    try (RunningApplication application = start("")) {
      application.command("status");

      assertThat(ChildJvm.tool("jcmd", application.pid(), "VM.system_properties").run().out())
          .contains("io.foundryidentity.agent=active")
          .doesNotContain("io.foundryidentity.agent.answer");
    }
  }

  @Test
  void the_mxbeans_are_registered_soon_and_have_plain_numbers_and_the_switch() {
    ChildJvm.Ended ended = calling(GetManaged.class).run();

    assertThat(ended.out())
        .as(ended.err())
        .startsWith(
            "before false\nstatus 200\nready true\nnot ready null\n"
                + "target authorized 1\nfetches succeeded 1\nfetches failed 0\n")
        .contains("\"signed\":1", "\"text\":\"new token, expires at ")
        .contains("killed 403\n")
        .endsWith("back 200\n")
        .doesNotContain("eyJ");
  }

  @Test
  void without_a_token_the_mxbean_is_there_too_and_has_the_reason() {
    simulator.identity().failWith(403);
    ChildJvm.Ended ended = calling(GetManaged.class).run();

    assertThat(ended.out())
        .as(ended.err())
        .startsWith("before false\n")
        .contains("status 403\nready false\nnot ready no token for " + target)
        .containsPattern("not ready .*ManagedIdentityCredential.*")
        .containsPattern("target authorized 0\nfetches succeeded 0\nfetches failed [1-9]");
  }

  @Test
  void the_mbean_server_is_made_by_the_builder_that_the_server_names() {
    ChildJvm.Ended ended =
        calling(GetWithOwnBuilder.class)
            .option("-Djavax.management.builder.initial=" + OwnBuilder.class.getName())
            .run();

    assertThat(ended.out()).as(ended.err()).isEqualTo("status 200\nown builder true\n");
    assertThat(ended.err()).doesNotContain("not visible in JMX");
  }

  @Test
  void an_application_may_choose_its_log_manager_and_its_builder_after_its_first_request()
      throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", GetThenChoose.class.getName());
    Path jar = folder.resolve("premain.jar");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();

    ChildJvm.Ended ended =
        calling(GetThenChoose.class)
            .option("-javaagent:" + jar + "=" + target + "/openai/v1/models")
            .run();

    assertThat(ended.out())
        .as(ended.err())
        .isEqualTo("status 200\nown manager true\nown builder true\n");
  }

  @Test
  void a_recording_holds_the_fetch_and_never_the_token() throws IOException {
    Path file = folder.resolve("r.jfr");
    ChildJvm.Ended ended =
        calling(Get.class)
            .option(
                "-XX:StartFlightRecording:filename="
                    + file
                    + ",+io.foundryidentity.SignedRequest#enabled=true")
            .run();
    assertThat(ended.out()).as(ended.err()).contains("200\n");

    List<RecordedEvent> events =
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().startsWith("io.foundryidentity."))
            .toList();

    assertThat(events)
        .extracting(event -> event.getEventType().getName())
        .containsExactlyInAnyOrder(
            "io.foundryidentity.TokenFetch", "io.foundryidentity.SignedRequest");
    assertThat(events.toString()).contains(target).doesNotContain("eyJ");
  }

  @Test
  void a_java_without_a_flight_recorder_signs_all_the_same() throws Exception {
    Path java = folder.resolve("java");
    ChildJvm.Ended linked =
        ChildJvm.tool(
                "jlink",
                "--add-modules",
                "java.instrument,java.management,java.naming,java.sql,jdk.crypto.ec,jdk.unsupported",
                "--output",
                java.toString())
            .run();
    assertThat(linked.exit()).as(linked.out() + linked.err()).isZero();

    ChildJvm.Ended ended =
        ChildJvm.running(Get.class, target + "/openai/v1/models", target + "/openai/v1/models")
            .of(java)
            .agent("hosts=" + target)
            .options(simulator.certificates().trustProperties())
            .environment(simulator.identity().environment(IdentityKind.APP_SERVICE))
            .run();

    assertThat(ended.out()).as(ended.err()).isEqualTo("200\n200\n");
    assertThat(ended.err()).doesNotContain("WARN", "ERROR", "Exception");
  }

  /** A JVM with the agent and a managed identity, that asks the target for its models. */
  private ChildJvm calling(Class<?> program) {
    return ChildJvm.running(program, target + "/openai/v1/models")
        .agent("hosts=" + target)
        .options(simulator.certificates().trustProperties())
        .environment(simulator.identity().environment(IdentityKind.APP_SERVICE));
  }

  private RunningApplication start(String more) throws IOException {
    return RunningApplication.start(
        simulator, "-javaagent:" + ChildJvm.JAR + "=hosts=" + target + more);
  }
}
