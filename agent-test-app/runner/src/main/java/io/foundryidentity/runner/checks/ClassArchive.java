package io.foundryidentity.runner.checks;

import io.foundryidentity.runner.cases.ClientCase;
import io.foundryidentity.runner.process.CaseProcess;
import io.foundryidentity.runner.testbed.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks an application with its own class archive, which was made without the agent: the JVM must
 * start with both, and must load almost as many classes from the archive as without the agent.
 */
public final class ClassArchive implements Check {

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
    runCase(ArchivedClasses.logged(using, without), null);
    testBed.clear();
    Path with = folder.resolve("with.log");
    CaseProcess.Result result = runCase(ArchivedClasses.logged(using, with), agentJar);

    ArchivedClasses classes = ArchivedClasses.in(without, with, ArchivedClasses.OF_APPLICATION);
    return Outcome.ofAnswers(testBed, result).and(classes.faults(), classes.toString());
  }

  private static CaseProcess.Result runCase(TestBed testBed, @Nullable Path agentJar)
      throws IOException, InterruptedException {
    ClientCase client = ClientCase.named("openai-java");
    return testBed.run(
        List.of("-cp", testBed.checkout().jars(client), client.program()), agentJar, Map.of());
  }
}
