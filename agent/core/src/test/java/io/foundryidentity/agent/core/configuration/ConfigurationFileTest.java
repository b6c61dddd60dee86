package io.foundryidentity.agent.core.configuration;

import static io.foundryidentity.agent.core.configuration.GivenSources.arguments;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;
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
        foundry.identity.client-id=a0000000-0000-0000-0000-000000000001
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
    assertThat(configuration.rules().get(0).identity().clientId())
        .isEqualTo("a0000000-0000-0000-0000-000000000001");
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
                + "' (agent argument) is not used: other users can write to it: run chmod"
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

  @Test
  void a_byte_order_mark_is_accepted() throws IOException {
    Files.writeString(file, "\ufeffhosts=a.example\n");
    assertThat(arguments("config-file=" + file).read().hasTargets()).isTrue();
  }

  @Test
  void the_line_that_is_not_utf_8_is_named() throws IOException {
    byte[] content = "# a\nhosts=a\nclient-id=\u00ff\n".getBytes(ISO_8859_1);
    Files.write(file, content);
    assertThat(arguments("config-file=" + file).problems())
        .singleElement()
        .asString()
        .endsWith("is not used: line 3 is not UTF-8: save the file as UTF-8");
  }

  @Test
  void both_lines_of_a_key_that_is_set_twice_are_named() throws IOException {
    Files.writeString(
        file, "# hosts=z\r\nhosts=a,\\\r\n  b\r\n\r\nprefetch=never\rfoundry.identity.hosts : c\n");
    assertThat(arguments("config-file=" + file).problems())
        .singleElement()
        .asString()
        .endsWith("is not used: lines 2 and 6 both set hosts: remove one of them");
  }

  @Test
  void a_malformed_escape_is_told_with_its_line() throws IOException {
    Files.writeString(file, "hosts=a\nlog-file=c:\\users\n");
    assertThat(arguments("config-file=" + file).problems())
        .singleElement()
        .asString()
        .endsWith("line 2 has a \\u that four hexadecimal digits do not follow");
  }

  @Test
  void the_file_may_not_name_another_file() throws IOException {
    for (String name : new String[] {"config-file", "foundry.identity.config-file"}) {
      Files.writeString(file, "hosts=a\n" + name + "=/etc/other\n");
      assertThat(arguments("config-file=" + file).problems())
          .containsExactly(
              "config-file (file "
                  + file
                  + ") is not allowed in the file itself: set it as an agent argument, a system"
                  + " property or an environment variable");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "a",
        "a=b",
        "a=b\\\n",
        "a:b\\",
        "\\\n\\\n=x",
        " # c\\\nd=e\n!f\n\f g h\n",
        "a=\\u0041\\tb\\\\\nc=d\\\n   e\\\r\n#f\nx=y",
        "a=b\n\n\n   \nc",
      })
  void every_form_is_read_as_the_jdk_reads_it(String content) throws IOException {
    Properties expected = new Properties();
    expected.load(new StringReader(content));
    assertThat(FileContent.parse(content.getBytes(UTF_8))).isEqualTo(expected);
  }
}
