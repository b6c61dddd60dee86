package io.foundryidentity.runner.checks;

import io.foundryidentity.runner.cases.ClientCase;
import io.foundryidentity.runner.process.Jvm;
import io.foundryidentity.runner.testbed.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Checks a runtime image with only the three modules that an HTTPS client with an agent needs. */
public final class StrippedRuntime implements Check {

  private static final List<String> MODULES =
      List.of("java.base", "java.instrument", "jdk.crypto.ec");

  @Override
  public Outcome run(TestBed testBed, Path agentJar) throws IOException, InterruptedException {
    Jvm jdk = testBed.jvm();
    Path folder = testBed.checkout().workFolder("jlink-" + jdk.feature());
    Path log = folder.resolve("jlink.log");
    Path image = folder.resolve("image-" + ProcessHandle.current().pid());
    List<String> command = new ArrayList<>();
    command.add(jdk.home().resolve("bin/jlink").toString());
    command.addAll(List.of("--add-modules", String.join(",", MODULES), "--output"));
    command.add(image.toString());
    int exit =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    if (exit != 0) {
      return new Outcome(List.of("jlink ended with " + exit), "", Files.readAllLines(log));
    }
    // HttpURLConnection, as other clients need more modules
    Outcome answers =
        Check.answersOf(ClientCase.named("http-url-connection"))
            .run(testBed.with(new Jvm(image, jdk.feature())), agentJar);
    return answers.and(List.of(), answers.note() + ", modules " + String.join(" ", MODULES));
  }
}
