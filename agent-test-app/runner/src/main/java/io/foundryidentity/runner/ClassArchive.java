package io.foundryidentity.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An application with a class archive of its own, made without the agent: the JVM must start with
 * both, and the archive must still serve.
 */
final class ClassArchive implements Check {

  /** What the JVM says of a class from the application's archive, which lies over its own. */
  private static final String FROM_ARCHIVE = "source: shared objects file (top)";

  @Override
  public Outcome on(Stage stage, Path agentJar) throws IOException, InterruptedException {
    Path folder = stage.checkout().workFolder("archive-" + stage.jvm().feature());
    Path archive = folder.resolve("application.jsa");
    Files.deleteIfExists(archive);
    run(stage.with("-XX:ArchiveClassesAtExit=" + archive), null);
    if (!Files.isRegularFile(archive)) {
      return new Outcome(List.of("the JVM made no archive"), "", List.of());
    }
    Stage using = stage.with("-Xshare:auto").with("-XX:SharedArchiveFile=" + archive);
    Path without = folder.resolve("without.log");
    run(using.with("-Xlog:class+load:file=" + without), null);
    stage.clear();
    Path with = folder.resolve("with.log");
    CaseProcess.Result result = run(using.with("-Xlog:class+load:file=" + with), agentJar);

    long before = archived(without);
    long after = archived(with);
    List<String> faults = new ArrayList<>();
    if (before == 0) {
      faults.add("the archive is not used without the agent either");
    } else if (after == 0) {
      faults.add("no class comes from the archive with the agent");
    }
    return Outcome.ofAnswers(stage, result)
        .and(faults, before + " classes from the archive without the agent, " + after + " with it");
  }

  private static CaseProcess.Result run(Stage stage, @Nullable Path agentJar)
      throws IOException, InterruptedException {
    ClientCase client = ClientCase.named("openai-java");
    return stage.run(
        List.of("-cp", stage.checkout().jars(client), client.program()), agentJar, Map.of());
  }

  private static long archived(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(FROM_ARCHIVE)).count();
    }
  }
}
