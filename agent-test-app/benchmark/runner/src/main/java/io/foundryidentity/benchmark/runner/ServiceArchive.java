package io.foundryidentity.benchmark.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An archive of the Spring Boot service's classes, made by a run that ends when the service is
 * ready for requests, as docs/deployment.md says.
 *
 * @param kind its name in results, with the Java version
 * @param java the program of that Java
 * @param aot whether it is an AOT cache (Java 25 and later), not an AppCDS archive
 */
record ServiceArchive(String kind, Path java, boolean aot) {

  private static final long LIMIT_MINUTES = 5;

  /** For the Java that runs this program. */
  static ServiceArchive appCds() {
    return new ServiceArchive(
        "AppCDS, Java " + Runtime.version().feature(), Path.of(TestBed.java()), false);
  }

  static ServiceArchive aotCache(Path javaHome) throws IOException {
    return new ServiceArchive(
        "AOT cache, Java " + feature(javaHome), javaHome.resolve("bin/java"), true);
  }

  private static String feature(Path javaHome) throws IOException {
    return Files.readAllLines(javaHome.resolve("release")).stream()
        .filter(line -> line.startsWith("JAVA_VERSION="))
        .map(line -> line.replaceAll("[^0-9.]", "").replaceAll("\\..*", ""))
        .findFirst()
        .orElseThrow(() -> new IOException("no JAVA_VERSION in the release file of " + javaHome));
  }

  /** Makes the archive again for that variant, and returns its file. */
  Path make(Checkout checkout, TestBed testBed, Variant variant)
      throws IOException, InterruptedException {
    Path file = checkout.scratch().resolve(aot ? "service.aot" : "service.jsa").toAbsolutePath();
    file = file.resolveSibling(variant.name().replaceAll("\\W", "-") + '-' + file.getFileName());
    Files.deleteIfExists(file);
    Variant making =
        new Variant(variant.name(), aot ? variant.options() : List.of(), variant.authorizes())
            .with((aot ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + file)
            .with("-Dspring.context.exit=onRefresh");
    Path log = checkout.scratch().resolve("archive.log").toAbsolutePath();
    ProcessBuilder builder =
        new ProcessBuilder(command(checkout, testBed, making))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().clear();
    builder.environment().putAll(testBed.environment(variant, testBed.foundryUrl()));
    builder.environment().put("FOUNDRY_IDENTITY_ENABLED", "false");
    Process process = builder.start();
    if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)
        || process.exitValue() != 0
        || !Files.isRegularFile(file)) {
      process.destroyForcibly();
      throw new IOException("No archive was made: " + Files.readString(log));
    }
    return file;
  }

  /** The variant that starts from it. */
  Variant using(Variant variant, Path file) {
    return aot
        ? variant.with("-XX:AOTCache=" + file)
        : variant.with("-XX:SharedArchiveFile=" + file);
  }

  /** From jars alone: an archive has no classes of a folder. */
  List<String> command(Checkout checkout, TestBed testBed, Variant variant) throws IOException {
    List<String> command =
        new ArrayList<>(
            testBed.command(variant, checkout.springBootServiceJars(), SpringService.PROGRAM));
    command.set(0, java.toString());
    return command;
  }
}
