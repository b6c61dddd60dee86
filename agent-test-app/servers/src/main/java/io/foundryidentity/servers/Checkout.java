package io.foundryidentity.servers;

import java.nio.file.Files;
import java.nio.file.Path;

/** The checked-out project: where the build left what is to be started. */
record Checkout(Path root) {

  Path agentJar() {
    return built("agent/dist/target/foundry-identity-agent.jar");
  }

  /** A file or folder of one of the applications' builds. */
  Path application(String path) {
    return built("agent-test-app/servers/applications/" + path);
  }

  /** Where a server was unpacked. */
  Path distribution(String name) {
    return built("agent-test-app/servers/target/distributions/" + name);
  }

  /** Everything of one start, which the next one does not find. */
  Path runs() {
    return root.resolve("target/servers");
  }

  /** One line of JSON for each server. */
  Path results() {
    return root.resolve("target/compatibility/servers.jsonl");
  }

  private Path built(String path) {
    Path file = root.resolve(path);
    if (!Files.exists(file)) {
      throw new IllegalStateException("Not built yet: " + file + " (scripts/application-servers)");
    }
    return file;
  }
}
