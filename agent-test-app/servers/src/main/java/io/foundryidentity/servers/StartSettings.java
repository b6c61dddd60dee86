package io.foundryidentity.servers;

import java.nio.file.Path;
import java.util.List;

/**
 * The settings of one start of a server.
 *
 * @param folder an empty folder for the server's files
 * @param port a free port to listen on
 * @param options JVM options: the trust store, and the agent's flag if this start is with the agent
 */
record StartSettings(Path folder, int port, List<String> options) {

  /** The options for a variable that a server's script reads. */
  String optionsInOneLine() {
    return String.join(" ", options);
  }

  String url(String path) {
    return "http://localhost:" + port + path;
  }
}
