package io.foundryidentity.agent.core.configuration;

import static io.foundryidentity.agent.core.configuration.GivenSources.arguments;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationFileTest {

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("agent.properties");
    Files.writeString(
        file,
        """
        # two hosts
        hosts = a.example,\\
          bücher.example
        foundry.identity.client-id=from-the-file
        prefetch=never
        """);
    permissions("rw-r--r--");
  }

  private void permissions(String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void the_file_is_read_as_utf_8_and_is_the_weakest_source() {
    Configuration configuration =
        arguments("config-file=" + file).variable("FOUNDRY_IDENTITY_PREFETCH", "startup").read();
    assertThat(configuration.targets())
        .hasToString("[https://a.example:443, https://xn--bcher-kva.example:443]");
    assertThat(configuration.rules().get(0).identity().clientId()).isEqualTo("from-the-file");
    assertThat(configuration.prefetch()).isEqualTo(Prefetch.STARTUP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-rw-r--", "rw-r--rw-", "rw--w----", "rwxrwxrwx"})
  void a_file_that_others_may_write_is_refused(String permissions) throws IOException {
    permissions(permissions);
    assertThat(arguments("config-file=" + file).problems())
        .containsExactly(
            "config-file='"
                + file
                + "' (agent argument) is not used: others than its owner may write it: use chmod"
                + " go-w");
  }

  @Test
  void a_strangers_file_is_refused() throws IOException {
    assumeTrue(System.getProperty("user.name").equals("root"), "only root can give files away");
    Files.setAttribute(file, "unix:uid", 65534);
    assertThat(arguments("config-file=" + file).problems())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("config-file='" + file + "' (agent argument) is not used: its owner is ")
        .endsWith(": it must be root or the user that runs this process");
  }

  @Test
  void what_counts_is_the_file_behind_a_link() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    assertThat(arguments("config-file=" + link).read().hasTargets()).isTrue();
    permissions("rw-rw-rw-");
    assertThat(arguments("config-file=" + link).problems()).hasSize(1);
  }

  @Test
  void a_folder_is_refused() {
    assertThatThrownBy(() -> new ConfigurationFile().read(folder.toString()))
        .hasMessage("it is not a file");
  }

  @Test
  void a_mistake_in_the_file_names_the_file() throws IOException {
    Files.writeString(file, "prefetch=nevr\nhots=x\n");
    assertThat(arguments("config-file=" + file).problems())
        .containsExactlyInAnyOrder(
            "prefetch='nevr' (file "
                + file
                + ") is not one of first-hit, startup or never; the nearest is never",
            "'hots' (file "
                + file
                + ") is not a key of this agent; the nearest valid one is hosts");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hosts=\\u12", "hosts=\u00ff"})
  void a_file_that_cannot_be_read_is_refused(String content) throws IOException {
    Files.write(file, content.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    assertThat(arguments("config-file=" + file).problems()).hasSize(1);
  }
}
