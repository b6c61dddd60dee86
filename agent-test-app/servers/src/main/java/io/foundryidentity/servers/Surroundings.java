package io.foundryidentity.servers;

import java.nio.file.Path;
import java.util.List;

/**
 * What one start is given.
 *
 * @param folder empty, for whatever the server writes
 * @param port free, to listen on
 * @param options of the JVM: the trust store, and where this start is one with the agent its flag
 */
record Surroundings(Path folder, int port, List<String> options) {

  /** The options as scripts of servers take them, in a variable. */
  String optionsInOneLine() {
    return String.join(" ", options);
  }

  String url(String path) {
    return "http://localhost:" + port + path;
  }
}
