package io.foundryidentity.agent.core.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShellTest {

  private static final Shell POWERSHELL = Shell.of("Windows 11");
  private static final Shell POSIX = Shell.of("Linux");

  @Test
  void flags_are_quoted_where_the_shell_would_split_or_pipe_them() {
    assertThat(POSIX.flag("a.b", "c")).isEqualTo("-Da.b=c");
    assertThat(POSIX.flag("http.nonProxyHosts", "a|b")).isEqualTo("\"-Dhttp.nonProxyHosts=a|b\"");
    assertThat(POWERSHELL.flag("a.b", "c")).isEqualTo("\"-Da.b=c\"");
  }

  @Test
  void variables_are_set_in_the_shells_own_way() {
    assertThat(POSIX.set("A", "b")).isEqualTo("export A=b");
    assertThat(POSIX.append("A", "b")).isEqualTo("export A=\"$A,b\"");
    assertThat(POSIX.unset("A")).isEqualTo("unset A");
    assertThat(POWERSHELL.set("A", "b")).isEqualTo("$env:A = \"b\"");
    assertThat(POWERSHELL.append("A", "b")).isEqualTo("$env:A = \"$env:A,b\"");
    assertThat(POWERSHELL.unset("A")).isEqualTo("Remove-Item Env:A");
  }

  @Test
  void tools_are_those_of_the_platform() {
    assertThat(POSIX.showCertificate("h", 443)).startsWith("openssl s_client ");
    assertThat(POWERSHELL.showCertificate("h", 443)).startsWith("curl.exe ");
    assertThat(POSIX.setClock()).contains("sudo timedatectl set-ntp true");
    assertThat(POWERSHELL.setClock()).containsExactly("w32tm /resync /force");
  }
}
