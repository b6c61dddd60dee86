package io.foundryidentity.runner.cases;

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

/** The project's checkout: where the build has put what the runner starts. */
public record Checkout(Path root) {

  /** Finds the project from a folder inside it. */
  public static Checkout around(Path folder) {
    for (Path at = folder.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve("agent-test-app/cases"))) {
        return new Checkout(at);
      }
    }
    throw new IllegalArgumentException("No checkout of the project around " + folder);
  }

  public Path agentJar() {
    return root.resolve("agent/dist/target/foundry-identity-agent.jar");
  }

  /** The library that sets the clock of a soak's program; scripts/soak compiles it. */
  public Path wallClock() {
    return root.resolve("agent-test-app/runner/target/wall-clock.so");
  }

  /** Another agent's jar, which scripts/beside-agents has downloaded. */
  public Path otherAgent(String artifact) {
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
  public static String versionOf(Path jar) {
    Matcher version = Pattern.compile("-(\\d[\\w.]*?)(?:-\\w+)?\\.jar$").matcher(jar.toString());
    if (!version.find()) {
      throw new IllegalArgumentException("No version in the name of " + jar);
    }
    return version.group(1);
  }

  /** The other agents' jars, and the files that they write. */
  public Path beside() {
    return root.resolve("target/beside");
  }

  /** Writes results for the page on compatibility, one JSON object in each line. */
  public void leave(String kind, List<Result> results) throws IOException {
    Path folder = Files.createDirectories(root.resolve("target/compatibility"));
    Files.write(folder.resolve(kind + ".jsonl"), results.stream().map(Result::json).toList());
  }

  /** The jar of the case's library, from its class path. */
  public Path libraryJar(ClientCase client) {
    for (String part : libraries(client).split(File.pathSeparator, -1)) {
      if (Path.of(part).getFileName().toString().startsWith(client.library() + "-")) {
        return Path.of(part);
      }
    }
    throw new IllegalStateException("No " + client.library() + " on the class path of " + client);
  }

  /** The client's version, from the file name of its library; empty for a client of the JDK. */
  public String version(ClientCase client) {
    Matcher jar =
        Pattern.compile("/" + Pattern.quote(client.library()) + "-(\\d[^/:]*)\\.jar")
            .matcher(libraries(client));
    return jar.find() ? jar.group(1) : "";
  }

  /** The case's own classes and its libraries, without anything of the runner or the agent. */
  public String classPath(ClientCase client) {
    Path quarkus =
        target(client).resolve("quarkus-app/quarkus-run.jar"); // Its manifest has the rest
    return Files.isRegularFile(quarkus)
        ? quarkus.toString()
        : target(client).resolve("classes") + File.pathSeparator + libraries(client);
  }

  /** The same with jars only, as a class archive does not support folders. */
  public String jars(ClientCase client) throws IOException {
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

  /** A folder for the files of a run, below the build's folder. */
  public Path workFolder(String name) throws IOException {
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
