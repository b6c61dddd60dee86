package io.foundryidentity.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Quarkus' fast-jar: a loader of its own, which knows where each class lies. */
record Quarkus(Checkout checkout, Jvm jvm) implements Server {

  private static final String CORE = "io.quarkus.quarkus-core-";

  @Override
  public String name() {
    return "quarkus";
  }

  @Override
  public String title() {
    return "Quarkus";
  }

  @Override
  public String version() throws IOException {
    try (Stream<Path> libraries = Files.list(folder().resolve("lib/main"))) {
      return libraries
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(CORE))
          .map(name -> name.substring(CORE.length(), name.length() - ".jar".length()))
          .findFirst()
          .orElseThrow();
    }
  }

  @Override
  public String note() {
    return "a fast-jar";
  }

  @Override
  public Launch prepare(StartSettings settings) {
    List<String> command = new ArrayList<>();
    command.add(jvm.executable());
    command.addAll(settings.options());
    command.add("-Dquarkus.http.port=" + settings.port());
    // By default two seconds, which a busy machine may take: only one of two starts may say so
    command.add("-Dquarkus.vertx.max-event-loop-execute-time=20s");
    command.addAll(List.of("-jar", folder().resolve("quarkus-run.jar").toString()));
    return Launch.of(command, settings.folder(), "Installed features", settings.url("/questions"));
  }

  private Path folder() {
    return checkout.application("quarkus/target/quarkus-app");
  }
}
