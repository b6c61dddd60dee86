package io.foundryidentity.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class MainTest {
  @Test
  @Timeout(180)
  void the_program_prints_what_a_client_needs_and_ends_with_its_input() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                "io.foundryidentity.simulator.Main",
                "--lifetime=60")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Map<String, String> printed = new HashMap<>();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      while (!printed.containsKey("ready")) {
        String line = out.readLine();
        assertThat(line).contains("=");
        printed.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
      }
      assertThat(printed)
          .containsKeys("foundry.url", "proxy", "env.APP_SERVICE.IDENTITY_HEADER", "stranger.url");
      File trustStore = new File(printed.get("trust.store"));
      assertThat(trustStore).exists();
      assertThat(Path.of(printed.get("env.WORKLOAD_IDENTITY.AZURE_FEDERATED_TOKEN_FILE")))
          .isNotEmptyFile();
      process.getOutputStream().close();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(Files.exists(trustStore.toPath().getParent())).isFalse();
    } finally {
      process.destroyForcibly();
    }
  }
}
