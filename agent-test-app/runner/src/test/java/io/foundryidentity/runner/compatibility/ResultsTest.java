package io.foundryidentity.runner.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResultsTest {

  private static final Result GOOD = new Result("x", "a \"name\"", "1", "17", true, "why");

  @TempDir Path folder;

  @Test
  void a_line_is_read_back() {
    assertThat(Result.parse(GOOD.json())).isEqualTo(GOOD);
  }

  @Test
  void results_of_every_script_that_passed_are_no_fault() throws IOException {
    for (Part part : Part.values()) {
      write(part, GOOD.json());
    }
    assertThat(Results.read(folder).faults()).isEmpty();
  }

  @Test
  void a_script_without_results_is_a_fault() throws IOException {
    for (Part part : Part.values()) {
      write(part, GOOD.json());
    }
    Files.delete(folder.resolve("soak.jsonl"));
    write(Part.MATRIX, "");
    assertThat(Results.read(folder).faults())
        .containsExactly("no results of scripts/matrix", "no results of scripts/soak");
  }

  @Test
  void a_result_that_is_not_passed_is_a_fault() throws IOException {
    for (Part part : Part.values()) {
      write(part, GOOD.json());
    }
    write(Part.AGENTS, GOOD.json().replace("passed", "failed"));
    assertThat(Results.read(folder).faults())
        .containsExactly("scripts/beside-agents: a \"name\" failed: why");
    write(Part.AGENTS, GOOD.json().replace("passed", "skipped"));
    assertThat(Results.read(folder).faults()).hasSize(1);
  }

  private void write(Part part, String line) throws IOException {
    Files.writeString(folder.resolve(part.fileName()), line + "\n");
  }
}
