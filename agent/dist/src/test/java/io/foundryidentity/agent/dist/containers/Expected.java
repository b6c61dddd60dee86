package io.foundryidentity.agent.dist.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;

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

  /** On standard error are the JVM's own line about its options, and lines of information. */
  static void quiet(Application application) {
    List<String> lines = application.errors();
    assertThat(lines).first().asString().startsWith("Picked up JAVA_TOOL_OPTIONS: -javaagent:");
    assertThat(lines.subList(1, lines.size()))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("foundry-identity INFO: "));
  }
}
