package io.foundryidentity.agent.core.diagnosis;

import java.util.Locale;

/** Writes commands so that they can be pasted: into a POSIX shell, or into PowerShell. */
public enum Shell {
  POSIX,
  POWERSHELL;

  /** The shell of a platform, by its {@code os.name}. */
  public static Shell of(String osName) {
    return osName.toLowerCase(Locale.ROOT).startsWith("windows") ? POWERSHELL : POSIX;
  }

  /** The shell of this machine. */
  public static Shell ofThisMachine() {
    return of(System.getProperty("os.name", ""));
  }

  /**
   * A flag of {@code java}. PowerShell splits a word that begins with a dash at its first dot, so
   * it needs quotes there.
   */
  String flag(String property, String value) {
    String flag = "-D" + property + "=" + value;
    boolean quoted = this == POWERSHELL || value.indexOf('|') >= 0;
    return quoted ? '"' + flag + '"' : flag;
  }

  /**
   * JSON without blanks as one argument. The batch file {@code az.cmd} takes quotes away that have
   * no backslash.
   *
   * @param json without single quotes
   */
  String json(String json) {
    return this == POWERSHELL ? '\'' + json.replace("\"", "\\\"") + '\'' : '\'' + json + '\'';
  }

  /** Shows when a file was written. */
  String showFile(String file) {
    return this == POWERSHELL ? "Get-Item " + file : "ls -l " + file;
  }

  /** Reads a page. */
  String get(String url) {
    return (this == POWERSHELL ? "curl.exe" : "curl") + " --fail " + url;
  }

  /** Sets a variable. */
  String set(String variable, String value) {
    return this == POWERSHELL
        ? "$env:" + variable + " = \"" + value + '"'
        : "export " + variable + "=" + value;
  }

  /** Appends an entry to a variable that has a list with commas. */
  String append(String variable, String entry) {
    return this == POWERSHELL
        ? "$env:" + variable + " = \"$env:" + variable + "," + entry + '"'
        : "export " + variable + "=\"$" + variable + "," + entry + '"';
  }

  String unset(String variable) {
    return this == POWERSHELL ? "Remove-Item Env:" + variable : "unset " + variable;
  }

  /** Shows the certificate of a server. */
  String showCertificate(String host, int port) {
    return this == POWERSHELL
        ? "curl.exe --verbose --head https://" + host + ":" + port + "/"
        : "openssl s_client -showcerts -connect " + host + ":" + port + " </dev/null";
  }

  /** Sets the clock. */
  String[] setClock() {
    return this == POWERSHELL
        ? new String[] {"w32tm /resync /force"}
        : new String[] {"sudo timedatectl set-ntp true", "sudo chronyc makestep"};
  }
}
