package io.foundryidentity.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files a gateway takes its secret from, and what it writes. */
class SecretFileTest {

  private static final String SECRET = "0123456789abcdefghijklmnopqrstuvwxyz";

  @TempDir private Path folder;

  @Test
  void a_new_file_has_a_new_secret_for_its_owner_alone() throws IOException {
    Path file = folder.resolve("secret");

    Secret secret = SecretFile.open(file);

    assertThat(Files.readString(file)).isEqualTo(secret.text() + "\n");
    assertThat(secret.text()).matches("[A-Za-z0-9_-]{43}");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(names()).containsExactly("secret");
  }

  @Test
  void the_secret_survives_a_restart() throws IOException {
    Path file = folder.resolve("secret");
    assertThat(SecretFile.open(file).text()).isEqualTo(SecretFile.open(file).text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n"})
  void the_end_of_the_line_is_not_a_part_of_it(String end) throws IOException {
    assertThat(SecretFile.open(file(SECRET + end, "rw-------")).text()).isEqualTo(SECRET);
  }

  @Test
  void gateways_that_start_at_once_have_one_secret() throws Exception {
    Path file = folder.resolve("secret");
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Set<String> secrets = new HashSet<>();
      List<Callable<String>> starts =
          Stream.generate(() -> (Callable<String>) () -> SecretFile.open(file).text())
              .limit(8)
              .toList();
      for (Future<String> secret : threads.invokeAll(starts)) {
        secrets.add(secret.get());
      }
      assertThat(secrets).hasSize(1);
      assertThat(names()).containsExactly("secret");
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @CsvSource({"rw-r-----,read it", "rw----r--,read it", "rw--w----,write to it", "rw-----w-,write"})
  void what_others_may_open_is_refused(String permissions, String why) throws IOException {
    Path file = file(SECRET, permissions);
    assertThatThrownBy(() -> SecretFile.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(why)
        .hasMessageContaining("chmod 600")
        .message()
        .doesNotContain(SECRET);
  }

  @Test
  void a_link_of_ours_to_a_private_file_is_used_as_kubernetes_mounts_secrets() throws IOException {
    Path data = Files.createDirectory(folder.resolve("..2026"));
    Path real = Files.writeString(data.resolve("secret"), SECRET);
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-------"));
    Files.createSymbolicLink(folder.resolve("..data"), Path.of("..2026"));
    Path link = Files.createSymbolicLink(folder.resolve("secret"), Path.of("..data/secret"));

    assertThat(SecretFile.open(link).text()).isEqualTo(SECRET);
  }

  @Test
  void a_link_to_nowhere_is_refused_and_not_written_through() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("secret"), folder.resolve("elsewhere"));
    assertThatThrownBy(() -> SecretFile.open(link))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not exist");
    assertThat(folder.resolve("elsewhere")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0123456789abcdef|16 characters",
        "''|0 characters",
        "0123456789 abcdefghijklmnopqrstuvwxyz|character 11",
        "0123456789abcdefghijklmnopqrstuvwxyzä|not allowed",
        "https://0123456789abcdefghijklmnopqrstuvwxyz|not allowed",
      })
  void what_is_no_secret_is_refused(String content, String why) throws IOException {
    Path file = file(content, "rw-------");
    assertThatThrownBy(() -> SecretFile.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(why)
        .message()
        .doesNotContain("0123456789");
  }

  @Test
  void two_lines_are_refused() throws IOException {
    Path file = file(SECRET + "\n" + SECRET + "\n", "rw-------");
    assertThatThrownBy(() -> SecretFile.open(file)).hasMessageContaining("on one line");
  }

  @Test
  void a_large_file_is_refused() throws IOException {
    Path file = file("x".repeat(100_000), "rw-------");
    assertThatThrownBy(() -> SecretFile.open(file)).hasMessageContaining("larger than 4096 bytes");
  }

  @Test
  void a_folder_is_no_file() {
    assertThatThrownBy(() -> SecretFile.open(folder)).hasMessageContaining("not a file");
  }

  @Test
  void a_folder_that_does_not_exist_is_named() {
    Path file = folder.resolve("missing").resolve("secret");
    assertThatThrownBy(() -> SecretFile.open(file))
        .hasMessageContaining(folder.resolve("missing").toString())
        .hasMessageContaining("does not exist: create it first");
  }

  @Test
  void the_secret_is_in_no_text_of_it() throws IOException {
    assertThat(SecretFile.open(file(SECRET, "rw-------"))).asString().doesNotContain(SECRET);
  }

  private Path file(String content, String permissions) throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).toList();
    }
  }
}
