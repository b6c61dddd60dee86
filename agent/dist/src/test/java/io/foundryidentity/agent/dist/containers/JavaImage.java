package io.foundryidentity.agent.dist.containers;

import io.foundryidentity.agent.dist.program.Assistant;
import io.foundryidentity.simulator.CertificateAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.testcontainers.images.builder.ImageFromDockerfile;

/**
 * An image with a Java, the tests' programs and nothing else: no shell, and no user but root.
 * Nothing is pulled: the Java is a part of the one that runs the tests, and the C library is this
 * machine's.
 */
final class JavaImage {

  static final String TRUST_STORE = "/etc/application/trust.p12";

  private static final String MODULES =
      "java.base,java.instrument,java.logging,java.management,java.naming,java.net.http,java.sql,"
          + "java.xml,jdk.crypto.ec,jdk.httpserver,jdk.unsupported";
  private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");
  private static final String PACKAGE = Assistant.class.getPackageName().replace('.', '/');

  private JavaImage() {}

  static ImageFromDockerfile build(Path folder) {
    Path root = folder.resolve("root");
    Path java = root.resolve("opt/java");
    run(
        System.getProperty("java.home") + "/bin/jlink",
        "--add-modules=" + MODULES,
        "--strip-debug",
        "--no-header-files",
        "--no-man-pages",
        "--output=" + java);
    for (String library : libraries(java)) {
      copy(Path.of(library), root.resolve(library.substring(1)));
    }
    copyPrograms(root.resolve("app"));
    return new ImageFromDockerfile("foundry-identity-agent/java-for-tests", true)
        .withFileFromPath("root", root)
        .withFileFromString("passwd", "root:x:0:0:root:/tmp:\n")
        .withFileFromString(
            "Dockerfile", "FROM scratch\nCOPY root /\nCOPY passwd /etc/passwd\nWORKDIR /tmp\n");
  }

  /** Runs a program with the trust store that the application has anyway. */
  static String[] command(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add("/opt/java/bin/java");
    command.add("-Djavax.net.ssl.trustStore=" + TRUST_STORE);
    command.add("-Djavax.net.ssl.trustStorePassword=" + CertificateAuthority.PASSWORD);
    command.addAll(List.of("-cp", "/app", main.getName()));
    command.addAll(List.of(arguments));
    return command.toArray(String[]::new);
  }

  private static void copyPrograms(Path to) {
    Path from =
        Path.of(Assistant.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    try (Stream<Path> classes = Files.list(from.resolve(PACKAGE))) {
      classes.forEach(file -> copy(file, to.resolve(from.relativize(file).toString())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the loader finds for the launcher and for each of Java's own libraries. */
  private static Set<String> libraries(Path java) {
    Set<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.walk(java)) {
      files
          .filter(file -> file.endsWith("bin/java") || file.toString().endsWith(".so"))
          .forEach(
              file -> {
                Matcher library = LIBRARY.matcher(run("ldd", file.toString()));
                while (library.find()) {
                  found.add(library.group(1));
                }
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    found.removeIf(library -> library.startsWith(java.toString()));
    return found;
  }

  private static void copy(Path from, Path to) {
    try {
      Files.createDirectories(to.getParent());
      Files.copy(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + out);
      }
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
