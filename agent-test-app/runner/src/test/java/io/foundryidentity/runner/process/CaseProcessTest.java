package io.foundryidentity.runner.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class CaseProcessTest {

  /** A case that hangs. */
  static final class Hanging {

    private Hanging() {}

    public static void main(String[] arguments) throws InterruptedException {
      new CountDownLatch(1).await();
    }
  }

  @Test
  void a_case_that_hangs_is_ended_and_shows_what_its_threads_did() throws Exception {
    List<String> command =
        List.of(
            Jvm.current().executable(),
            "-cp",
            System.getProperty("java.class.path"),
            Hanging.class.getName());

    CaseProcess.Result result =
        new CaseProcess(command, Map.of()).run(Duration.ofSeconds(10), call -> {});

    assertThat(result.exit()).isNotZero();
    assertThat(result.noise()).anyMatch(line -> line.contains("CaseProcessTest$Hanging.main"));
  }
}
