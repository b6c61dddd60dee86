package io.foundryidentity.agent.dist.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What holds for an application with the agent, whichever way it signs in. */
final class Expected {

  private Expected() {}

  /** Foundry answers, and names that identity. */
  static void answered(Application application, String objectId)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = application.ask();
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("signed in as " + objectId);
  }

  /** A line with that text is on standard error; Docker shows it a moment after it was written. */
  static void told(Application application, String text) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    List<String> lines = application.errors();
    while (lines.stream().noneMatch(line -> line.contains(text)) && System.nanoTime() < end) {
      lines = application.errors();
    }
    assertThat(lines).anyMatch(line -> line.contains(text));
  }

  /** On standard error are the JVM's own line about its options, and lines of information. */
  static void quiet(Application application) {
    told(application, "foundry-identity INFO: ");
    List<String> lines = application.errors();
    assertThat(lines).first().asString().startsWith("Picked up JAVA_TOOL_OPTIONS: -javaagent:");
    assertThat(lines.subList(1, lines.size()))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("foundry-identity INFO: "));
  }
}
