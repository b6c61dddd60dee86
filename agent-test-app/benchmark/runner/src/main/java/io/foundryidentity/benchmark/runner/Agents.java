package io.foundryidentity.benchmark.runner;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The agents that programs are run with. */
final class Agents {

  private final Checkout checkout;

  Agents(Checkout checkout) {
    this.checkout = checkout;
  }

  /** All of them, or without OpenTelemetry's. */
  List<Variant> variants(boolean openTelemetry) throws IOException {
    List<Variant> variants = new ArrayList<>(List.of(none(), empty(), ours()));
    if (openTelemetry) {
      variants.add(openTelemetry());
    }
    return variants;
  }

  Variant none() {
    return new Variant(Variant.NONE, List.of(), false);
  }

  Variant ours(String... more) {
    return new Variant(Variant.OURS, List.of("-javaagent:" + checkout.agentJar()), true).with(more);
  }

  /** What any agent costs: the JVM's own classes for agents, and a premain that does nothing. */
  private Variant empty() throws IOException {
    Path jar = checkout.scratch().resolve("empty-agent.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", EmptyAgent.class.getName());
    String entry = EmptyAgent.class.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest);
        var in = EmptyAgent.class.getClassLoader().getResourceAsStream(entry)) {
      if (in == null) {
        throw new IOException("no " + entry);
      }
      out.putNextEntry(new JarEntry(entry));
      in.transferTo(out);
      out.closeEntry();
    }
    return new Variant(Variant.EMPTY, List.of("-javaagent:" + jar.toAbsolutePath()), false);
  }

  /** As it comes, but for its exporters: nothing is sent anywhere. */
  private Variant openTelemetry() {
    return new Variant(
        Variant.OPEN_TELEMETRY,
        List.of(
            "-javaagent:" + checkout.openTelemetryJar(),
            "-Dotel.traces.exporter=none",
            "-Dotel.metrics.exporter=none",
            "-Dotel.logs.exporter=none"),
        false);
  }
}
