package io.foundryidentity.servers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;

/** A fat jar, whose libraries lie as jars in it and are read by Spring Boot's own loader. */
record SpringBoot(Checkout checkout, Jvm jvm) implements Server {

  @Override
  public String name() {
    return "spring-boot";
  }

  @Override
  public String title() {
    return "Spring Boot";
  }

  @Override
  public String version() throws IOException {
    try (JarFile jar = new JarFile(jar().toFile())) {
      return jar.getManifest().getMainAttributes().getValue("Spring-Boot-Version");
    }
  }

  @Override
  public String note() {
    return "a fat jar, with Tomcat in it";
  }

  @Override
  public Launch prepare(StartSettings settings) {
    List<String> command = new ArrayList<>();
    command.add(jvm.executable());
    command.addAll(settings.options());
    command.addAll(List.of("-jar", jar().toString(), "--server.port=" + settings.port()));
    return Launch.of(
        command, settings.folder(), "Started Application in", settings.url("/questions"));
  }

  private Path jar() {
    return checkout.application("spring-boot/target/application.jar");
  }
}
