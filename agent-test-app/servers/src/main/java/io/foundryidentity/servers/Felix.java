package io.foundryidentity.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Apache Felix with one bundle, which sends its requests when it is started. */
record Felix(Checkout checkout, Jvm jvm) implements Server {

  @Override
  public String name() {
    return "felix";
  }

  @Override
  public String title() {
    return "Apache Felix (OSGi)";
  }

  @Override
  public String version() throws IOException {
    return jar().getFileName().toString().replaceAll("org\\.apache\\.felix\\.main-|\\.jar", "");
  }

  @Override
  public String note() {
    return "a bundle with its client libraries inside; OSGi hides the agent's bridge, and no boot"
        + " delegation is set for it";
  }

  @Override
  public Launch prepare(StartSettings settings) throws IOException {
    Path folder = settings.folder();
    Files.createDirectories(folder.resolve("bundle"));
    Files.copy(
        checkout.application("bundle/target/application.jar"),
        folder.resolve("bundle/application.jar"));
    Files.createDirectories(folder.resolve("conf"));
    Files.writeString(
        folder.resolve("conf/config.properties"),
        """
        felix.auto.deploy.action=install,start
        felix.log.level=3
        """);
    List<String> command = new ArrayList<>();
    command.add(jvm.executable());
    command.addAll(settings.options());
    command.addAll(List.of("-Dfelix.config.properties=file:conf/config.properties"));
    command.addAll(List.of("-jar", jar().toString()));
    return Launch.of(command, folder, "^Asked$", null);
  }

  private Path jar() throws IOException {
    try (Stream<Path> jars = Files.list(checkout.distribution(name()))) {
      return jars.filter(file -> file.toString().endsWith(".jar")).findFirst().orElseThrow();
    }
  }
}
