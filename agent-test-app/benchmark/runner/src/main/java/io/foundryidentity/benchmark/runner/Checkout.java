package io.foundryidentity.benchmark.runner;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The checked-out project: what the build made, and where results go. */
record Checkout(Path root) {

  Path agentJar() {
    return built("agent/dist/target/foundry-identity-agent.jar");
  }

  /** OpenTelemetry's agent, as scripts/benchmark fetches it. */
  Path openTelemetryJar() {
    return built("target/benchmark/opentelemetry-javaagent.jar");
  }

  Path page() {
    return root.resolve("docs/performance.md");
  }

  Path results(String part) {
    return root.resolve("target/benchmark").resolve(part + ".json");
  }

  /** Where a run keeps what it makes for itself. */
  Path scratch() throws IOException {
    return Files.createDirectories(root.resolve("target/benchmark/scratch"));
  }

  String programs() throws IOException {
    return classPath("programs");
  }

  /** Hello world's class path, which has no library on it. */
  String programsAlone() {
    return built("agent-test-app/benchmark/programs/target/classes").toString();
  }

  String springBootService() throws IOException {
    return classPath("spring-boot-service");
  }

  /** The same with its own classes in a jar. */
  String springBootServiceJars() throws IOException {
    Path target = built("agent-test-app/benchmark/spring-boot-service/target");
    try (Stream<Path> files = Files.list(target)) {
      Path jar =
          files
              .filter(file -> file.toString().endsWith(".jar"))
              .findFirst()
              .orElseThrow(() -> new IOException("no jar in " + target));
      return jar + File.pathSeparator + Files.readString(target.resolve("class-path.txt")).trim();
    }
  }

  private String classPath(String module) throws IOException {
    Path target = built("agent-test-app/benchmark/" + module + "/target");
    return target.resolve("classes")
        + File.pathSeparator
        + Files.readString(target.resolve("class-path.txt")).trim();
  }

  private Path built(String path) {
    Path file = root.resolve(path).toAbsolutePath();
    if (!Files.exists(file)) {
      throw new IllegalStateException("There is no " + file + ": scripts/benchmark makes it");
    }
    return file;
  }
}
