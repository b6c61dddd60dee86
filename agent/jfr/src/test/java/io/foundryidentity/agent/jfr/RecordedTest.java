package io.foundryidentity.agent.jfr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foundryidentity.agent.core.token.BearerToken;
import io.foundryidentity.agent.core.token.Identity;
import io.foundryidentity.agent.core.token.TokenSource;
import io.foundryidentity.agent.core.token.TokenSourceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a recording holds of the agent's work. */
class RecordedTest {

  private static final Identity IDENTITY = new Identity("default", null, null, null, null, null);

  @TempDir private Path folder;

  private interface Work {
    void run() throws Exception;
  }

  private List<RecordedEvent> recorded(Recording recording, Work work) throws Exception {
    Path file = folder.resolve("r.jfr");
    try (recording) {
      recording.start();
      work.run();
      recording.stop();
      recording.dump(file);
    }
    return events(file);
  }

  private static List<RecordedEvent> events(Path file) throws IOException {
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().startsWith("io.foundryidentity."))
        .toList();
  }

  private static TokenSource source(TokenSource answers) {
    return new RecordedTokenSources((identity, scope) -> answers).create(IDENTITY, "s");
  }

  @Test
  void a_fetch_is_recorded_without_its_token() throws Exception {
    TokenSource source = source(() -> new BearerToken("secret", 5_000, 0));

    List<RecordedEvent> events = recorded(new Recording(), () -> source.fetch());

    assertThat(events).hasSize(1);
    RecordedEvent event = events.get(0);
    assertThat(event.getString("cache")).isEqualTo("default for s");
    assertThat(event.getString("outcome")).isEqualTo("token");
    assertThat(event.getInstant("expires").toEpochMilli()).isEqualTo(5_000);
    assertThat(event.toString()).doesNotContain("secret");
  }

  @Test
  void a_fetch_that_fails_is_recorded_with_its_reason() throws Exception {
    TokenSource source =
        source(
            () -> {
              throw new TokenSourceException("no role", null);
            });

    List<RecordedEvent> events =
        recorded(
            new Recording(),
            () ->
                assertThatThrownBy(() -> source.fetch()).isInstanceOf(TokenSourceException.class));

    assertThat(events).hasSize(1);
    assertThat(events.get(0).getString("outcome")).isEqualTo("failed");
    assertThat(events.get(0).getString("failure")).isEqualTo("no role");
  }

  @Test
  void requests_are_recorded_where_that_is_asked_for() throws Exception {
    RecordedRequests requests = new RecordedRequests();
    Recording asking = new Recording();
    asking.enable("io.foundryidentity.SignedRequest");

    assertThat(recorded(asking, () -> requests.accept("https://a")))
        .singleElement()
        .satisfies(event -> assertThat(event.getString("target")).isEqualTo("https://a"));
    assertThat(recorded(new Recording(), () -> requests.accept("https://a"))).isEmpty();
  }
}
