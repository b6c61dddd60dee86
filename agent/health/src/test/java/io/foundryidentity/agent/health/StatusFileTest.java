package io.foundryidentity.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusFileTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @TempDir private Path folder;

  private AgentHealth now = new SomeHealth().now();

  private StatusFile file(Path path) {
    return new StatusFile(path, withClients -> now);
  }

  private static String firstLine(Path path) throws IOException {
    return Files.readAllLines(path).get(0);
  }

  @Test
  void its_first_line_says_whether_the_agent_is_ready() throws IOException {
    Path path = folder.resolve("status.json");
    StatusFile file = file(path);

    file.look(0);
    assertThat(Files.readAllLines(path)).singleElement().asString().contains("\"ready\":false");

    now = new SomeHealth().target("https://a", true, true).token("id").now();
    file.look(SECOND);
    assertThat(firstLine(path)).contains("\"ready\":true", "\"signed\":5").doesNotContain("eyJ");
  }

  @Test
  void it_is_written_at_a_change_of_readiness_or_its_reason_and_every_thirty_seconds()
      throws IOException {
    Path path = folder.resolve("status.json");
    StatusFile file = file(path);
    file.look(0);
    Files.delete(path);

    file.look(29 * SECOND);
    assertThat(path).doesNotExist();

    file.look(30 * SECOND);
    assertThat(path).exists();
    Files.delete(path);

    now = new SomeHealth().failedToken("id", "no identity").now();
    file.look(31 * SECOND);
    assertThat(firstLine(path)).contains("\"notReady\":\"no token: no identity\"");

    now = new SomeHealth().token("id").now();
    file.look(32 * SECOND);
    assertThat(firstLine(path)).contains("\"ready\":true");
  }

  @Test
  void nothing_but_the_file_is_left() throws IOException {
    StatusFile file = file(folder.resolve("status.json"));
    file.look(0);
    file.look(30 * SECOND);
    assertThat(names()).containsExactly("status.json");
  }

  @Test
  void a_link_is_replaced_and_not_followed() throws IOException {
    Path other = Files.writeString(folder.resolve("other"), "as it was");
    Path path = Files.createSymbolicLink(folder.resolve("status.json"), other);

    file(path).look(0);

    assertThat(other).hasContent("as it was");
    assertThat(path).isRegularFile();
  }

  @Test
  void where_it_cannot_be_written_it_is_tried_again() throws IOException {
    Path missing = folder.resolve("missing");
    StatusFile file = file(missing.resolve("status.json"));
    file.look(0);
    file.look(SECOND);

    Files.createDirectory(missing);
    file.look(2 * SECOND);
    assertThat(missing.resolve("status.json")).exists();
  }

  @Test
  void a_folder_of_that_name_stays() throws IOException {
    Path taken = Files.createDirectory(folder.resolve("status.json"));
    Files.writeString(taken.resolve("inside"), "");
    file(taken).look(0);
    assertThat(names()).containsExactly("status.json");
    assertThat(taken.resolve("inside")).exists();
  }

  @Test
  void an_agent_that_is_not_installed_is_not_ready() throws IOException {
    Path path = folder.resolve("status.json");
    now = new SomeHealth().token("id").notInstalled("no memory").now();
    file(path).look(0);
    assertThat(firstLine(path)).contains("\"ready\":false", "\"notReady\":\"no memory\"");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
