package io.foundryidentity.runner.copilot;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * A real CLI of a version.
 *
 * @param cache where its programs unpack themselves; once for all of them
 */
record CopilotCli(String version, Path program, Path cache) {

  /** As an argument: {@code VERSION:PROGRAM:CACHE}. */
  static CopilotCli parse(String argument) {
    String[] parts = argument.split(":", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException(
          "--cli=" + argument + " is not VERSION:PROGRAM:CACHE: " + Arrays.toString(parts));
    }
    return new CopilotCli(parts[0], Path.of(parts[1]), Path.of(parts[2]));
  }

  /** The last number of the version, which is the one that counts up. */
  int patch() {
    return Integer.parseInt(version.replaceFirst("^1\\.0\\.(\\d+).*", "$1"));
  }

  boolean asksForTokens() {
    return patch() >= 65;
  }

  /** Whether a session can get other providers in its course. */
  boolean hasRegistry() {
    return patch() >= 60;
  }

  boolean hasSync() {
    return patch() >= 89;
  }

  boolean hasWebSockets() {
    return patch() >= 82;
  }
}
