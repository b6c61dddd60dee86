package io.foundryidentity.runner;

import io.foundryidentity.runner.compatibility.Result;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The checked-out project: where the build left what is to be started. */
record Checkout(Path root) {

  /** Looks for the project from a folder inside it upwards. */
  static Checkout around(Path folder) {
    for (Path at = folder.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve("agent-test-app/cases"))) {
        return new Checkout(at);
      }
    }
    throw new IllegalArgumentException("No checkout of the project around " + folder);
  }

  Path agentJar() {
    return root.resolve("agent/dist/target/foundry-identity-agent.jar");
  }

  /** What a soak sets its program's clock with; scripts/soak compiles it. */
  Path wallClock() {
    return root.resolve("agent-test-app/runner/target/wall-clock.so");
  }

  /** Another agent's jar, where scripts/beside-agents has put the one of a version. */
  Path otherAgent(String artifact) {
    Pattern name = Pattern.compile(Pattern.quote(artifact) + "-\\d.*\\.jar");
    try (Stream<Path> files = Files.list(beside())) {
      return files
          .filter(file -> name.matcher(file.getFileName().toString()).matches())
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("No " + artifact + " in " + beside()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The version in a jar's file name. */
  static String versionOf(Path jar) {
    Matcher version = Pattern.compile("-(\\d[\\w.]*?)(?:-\\w+)?\\.jar$").matcher(jar.toString());
    if (!version.find()) {
      throw new IllegalArgumentException("No version in the name of " + jar);
    }
    return version.group(1);
  }

  /** Everything of other agents, and what they left behind. */
  Path beside() {
    return root.resolve("target/beside");
  }

  /** Leaves results for the page on compatibility, a JSON object a line. */
  void leave(String kind, List<Result> results) throws IOException {
    Path folder = Files.createDirectories(root.resolve("target/compatibility"));
    Files.write(folder.resolve(kind + ".jsonl"), results.stream().map(Result::json).toList());
  }

  /** The jar of the case's library, out of its class path. */
  Path libraryJar(ClientCase client) {
    for (String part : libraries(client).split(File.pathSeparator, -1)) {
      if (Path.of(part).getFileName().toString().startsWith(client.library() + "-")) {
        return Path.of(part);
      }
    }
    throw new IllegalStateException("No " + client.library() + " on the class path of " + client);
  }

  /** The client's version, as the file name of its library has it; empty for the JDK's own. */
  String version(ClientCase client) {
    Matcher jar =
        Pattern.compile("/" + Pattern.quote(client.library()) + "-(\\d[^/:]*)\\.jar")
            .matcher(libraries(client));
    return jar.find() ? jar.group(1) : "";
  }

  /** The case's own classes and its libraries: nothing of the runner, nothing of the agent. */
  String classPath(ClientCase client) {
    Path quarkus = target(client).resolve("quarkus-app/quarkus-run.jar"); // Names the rest itself
    return Files.isRegularFile(quarkus)
        ? quarkus.toString()
        : target(client).resolve("classes") + File.pathSeparator + libraries(client);
  }

  /** The same as jars alone: a class archive takes no folder, and a module path needs none. */
  String jars(ClientCase client) throws IOException {
    try (Stream<Path> files = Files.list(target(client))) {
      Path own =
          files
              .filter(file -> file.getFileName().toString().matches("case-.*\\.jar"))
              .findFirst()
              .orElseThrow(
                  () -> new IllegalStateException("No jar yet: " + client + " (mvn package)"));
      return own + File.pathSeparator + libraries(client);
    }
  }

  /** A folder for what a run leaves behind, below the build's own. */
  Path workFolder(String name) throws IOException {
    return Files.createDirectories(root.resolve("target/matrix").resolve(name));
  }

  private String libraries(ClientCase client) {
    Path libraries = target(client).resolve("class-path.txt");
    if (!Files.isRegularFile(libraries)) {
      throw new IllegalStateException("Not built yet: " + client + " (mvn package)");
    }
    try {
      return Files.readString(libraries).trim();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path target(ClientCase client) {
    return root.resolve(client.folder()).resolve("target");
  }
}
