package io.foundryidentity.runner.checks;

import io.foundryidentity.runner.cases.ClientCase;
import io.foundryidentity.runner.process.CaseProcess;
import io.foundryidentity.runner.process.JvmSettings;
import io.foundryidentity.runner.testbed.TestBed;
import java.io.IOException;
import java.nio.file.Path;

/** Checks that the JVM still takes the JDK's classes from the archive that comes with the JDK. */
public final class JdkArchive implements Check {

  @Override
  public Outcome run(TestBed testBed, Path agentJar) throws IOException, InterruptedException {
    Path folder = testBed.checkout().workFolder("jdk-archive-" + testBed.jvm().feature());
    ClientCase client = ClientCase.named("openai-java");
    Path without = folder.resolve("without.log");
    ArchivedClasses.logged(testBed, without).run(client, null, JvmSettings.NONE);
    testBed.clear();
    Path with = folder.resolve("with.log");
    CaseProcess.Result result =
        ArchivedClasses.logged(testBed, with).run(client, agentJar, JvmSettings.NONE);
    ArchivedClasses classes = ArchivedClasses.in(without, with, ArchivedClasses.ANY);
    return Outcome.ofAnswers(testBed, result).and(classes.faults(), classes.toString());
  }
}
