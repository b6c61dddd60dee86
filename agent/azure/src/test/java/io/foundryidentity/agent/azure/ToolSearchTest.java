package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where tools are looked for, on Windows and elsewhere; no file is looked at. */
class ToolSearchTest {

  private static ToolSearch unix(String path) {
    return ToolSearch.of(false, Map.of("PATH", path));
  }

  private static ToolSearch windows(String path) {
    return ToolSearch.of(true, Map.of("Path", path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":/usr/bin",
        "/usr/bin:",
        "::/usr/bin",
        ".:/usr/bin",
        "./bin:/usr/bin",
        "..:/usr/bin",
        "../bin:/usr/bin",
        "bin:/usr/bin",
        "~/bin:/usr/bin",
        "$HOME/bin:/usr/bin",
        " /bin:/usr/bin",
        "\"/bin\":/usr/bin",
      })
  void parts_that_depend_on_the_current_directory_are_left_out(String path) {
    assertThat(unix(path).folders()).containsExactly("/usr/bin");
    assertThat(unix(path).hasLeftOut()).isTrue();
  }

  @Test
  void absolute_parts_keep_their_order() {
    ToolSearch search = unix("/opt/az/bin:/usr/bin/:/bin");
    assertThat(search.folders()).containsExactly("/opt/az/bin", "/usr/bin/", "/bin");
    assertThat(search.hasLeftOut()).isFalse();
    assertThat(search.candidates("/opt/az/bin", "az")).containsExactly("/opt/az/bin/az");
    assertThat(search.candidates("/usr/bin/", "az")).containsExactly("/usr/bin/az");
    assertThat(search.joined(search.folders())).isEqualTo("/opt/az/bin:/usr/bin/:/bin");
  }

  @Test
  void without_path_the_systems_folders_count() {
    assertThat(ToolSearch.of(false, Map.of()).folders()).containsExactly("/usr/bin", "/bin");
    assertThat(ToolSearch.of(true, Map.of()).folders()).isEmpty();
  }

  @Test
  void an_empty_path_has_no_folder() {
    assertThat(unix("").folders()).isEmpty();
    assertThat(unix("").hasLeftOut()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ";C:\\Tools",
        "C:\\Tools;",
        ".;C:\\Tools",
        "..\\x;C:\\Tools",
        "bin;C:\\Tools",
        "C:;C:\\Tools",
        "C:bin;C:\\Tools",
        "\\Windows;C:\\Tools",
        "/Windows;C:\\Tools",
        "%USERPROFILE%\\bin;C:\\Tools",
        "~\\bin;C:\\Tools",
        "\"\";C:\\Tools",
        "\\\\.\\pipe\\x;C:\\Tools",
        "1:\\x;C:\\Tools",
      })
  void on_windows_parts_without_a_drive_or_share_are_left_out(String path) {
    assertThat(windows(path).folders()).containsExactly("C:\\Tools");
    assertThat(windows(path).hasLeftOut()).isTrue();
  }

  @Test
  void on_windows_a_quoted_part_may_hold_a_semicolon() {
    ToolSearch search =
        windows("\"C:\\a;b\";c:/tools;\"D:\\Program Files\\x\"\\y;\\\\server\\share");
    assertThat(search.folders())
        .containsExactly("C:\\a;b", "c:/tools", "D:\\Program Files\\x\\y", "\\\\server\\share");
    assertThat(search.hasLeftOut()).isFalse();
    assertThat(search.joined(search.folders()))
        .isEqualTo("\"C:\\a;b\";c:/tools;D:\\Program Files\\x\\y;\\\\server\\share");
  }

  @Test
  void on_windows_the_endings_are_those_of_pathext_that_the_system_starts() {
    ToolSearch search =
        ToolSearch.of(true, Map.of("PATH", "C:\\Tools", "PathExt", ".VBS;.CMD;exe;.EXE;.Js;.PY"));
    assertThat(search.candidates("C:\\Tools", "az"))
        .containsExactly("C:\\Tools\\az.cmd", "C:\\Tools\\az.exe");
    assertThat(windows("C:\\Tools").candidates("C:\\Tools\\", "pwsh"))
        .containsExactly(
            "C:\\Tools\\pwsh.com",
            "C:\\Tools\\pwsh.exe",
            "C:\\Tools\\pwsh.bat",
            "C:\\Tools\\pwsh.cmd");
  }
}
