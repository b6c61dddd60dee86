package io.foundryidentity.runner.checks;

import io.foundryidentity.runner.cases.ClientCase;
import io.foundryidentity.runner.process.CaseProcess;
import io.foundryidentity.runner.testbed.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks an application with its own class archive, which was made without the agent: the JVM must
 * start with both, and must still load classes from the archive.
 */
public final class ClassArchive implements Check {

  /** The JVM's log text for a class from the application's archive, which is the top layer. */
  private static final String FROM_ARCHIVE = "source: shared objects file (top)";

  @Override
  public Outcome run(TestBed testBed, Path agentJar) throws IOException, InterruptedException {
    Path folder = testBed.checkout().workFolder("archive-" + testBed.jvm().feature());
    Path archive = folder.resolve("application.jsa");
    Files.deleteIfExists(archive);
    runCase(testBed.with("-XX:ArchiveClassesAtExit=" + archive), null);
    if (!Files.isRegularFile(archive)) {
      return new Outcome(List.of("the JVM made no archive"), "", List.of());
    }
    TestBed using = testBed.with("-Xshare:auto").with("-XX:SharedArchiveFile=" + archive);
    Path without = folder.resolve("without.log");
    runCase(using.with("-Xlog:class+load:file=" + without), null);
    testBed.clear();
    Path with = folder.resolve("with.log");
    CaseProcess.Result result = runCase(using.with("-Xlog:class+load:file=" + with), agentJar);

    long before = archived(without);
    long after = archived(with);
    List<String> faults = new ArrayList<>();
    if (before == 0) {
      faults.add("the archive is not used without the agent either");
    } else if (after == 0) {
      faults.add("no class comes from the archive with the agent");
    }
    return Outcome.ofAnswers(testBed, result)
        .and(faults, before + " classes from the archive without the agent, " + after + " with it");
  }

  private static CaseProcess.Result runCase(TestBed testBed, @Nullable Path agentJar)
      throws IOException, InterruptedException {
    ClientCase client = ClientCase.named("openai-java");
    return testBed.run(
        List.of("-cp", testBed.checkout().jars(client), client.program()), agentJar, Map.of());
  }

  private static long archived(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(FROM_ARCHIVE)).count();
    }
  }
}
