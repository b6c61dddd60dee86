package io.foundryidentity.agent.instrumentation.javahttpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.ReceivedRequest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Which bodies are sent a second time after a refusal: only those that are certain to be complete.
 */
final class RetriedBodiesTest {

  private static final String TEXT = "a question; ".repeat(10_000);
  private static final byte[] BYTES = TEXT.getBytes(StandardCharsets.UTF_8);

  private TestNetwork network;

  @BeforeEach
  void instrument() {
    network = TestNetwork.fresh();
    InstrumentedJvm.instrument(new JavaHttpClientInstrumentation());
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void a_string_is_sent_again(HttpClient.Version version) throws Exception {
    assertSentAgain(version, BodyPublishers.ofString(TEXT));
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void bytes_are_sent_again(HttpClient.Version version) throws Exception {
    assertSentAgain(version, BodyPublishers.ofByteArray(BYTES));
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void a_file_is_sent_again(HttpClient.Version version, @TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("body"), TEXT);
    assertSentAgain(version, BodyPublishers.ofFile(file));
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void no_body_is_sent_again(HttpClient.Version version) throws Exception {
    network.foundry().refuseNext(1);
    assertThat(post(version, BodyPublishers.noBody())).isEqualTo(200);
    assertThat(network.foundry().requests()).hasSize(2);
  }

  @Test
  void a_request_without_any_publisher_is_sent_again() throws Exception {
    network.foundry().refuseNext(1);
    HttpRequest get = HttpRequest.newBuilder(network.target("/echo")).build();
    assertThat(client().send(get, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    assertThat(network.foundry().requests()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void a_stream_is_not_sent_again(HttpClient.Version version) throws Exception {
    InputStream once = new ByteArrayInputStream(BYTES);
    assertSentOnce(version, BodyPublishers.ofInputStream(() -> once));
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void an_iterable_is_not_sent_again(HttpClient.Version version) throws Exception {
    assertSentOnce(version, BodyPublishers.ofByteArrays(List.of(BYTES)));
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void a_publisher_from_elsewhere_is_not_sent_again(HttpClient.Version version) throws Exception {
    assertSentOnce(version, BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(BYTES)));
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void the_applications_own_publisher_is_not_sent_again(HttpClient.Version version)
      throws Exception {
    assertSentOnce(version, new OwnPublisher(BodyPublishers.ofByteArray(BYTES)));
  }

  private void assertSentAgain(HttpClient.Version version, BodyPublisher body) throws Exception {
    network.foundry().refuseNext(1);
    assertThat(post(version, body)).isEqualTo(200);
    assertThat(network.foundry().requests())
        .extracting(ReceivedRequest::bodyText)
        .containsExactly(TEXT, TEXT);
  }

  private void assertSentOnce(HttpClient.Version version, BodyPublisher body) throws Exception {
    network.foundry().refuseNext(1);
    assertThat(post(version, body)).isEqualTo(401);
    assertThat(network.foundry().requests())
        .extracting(ReceivedRequest::bodyText)
        .containsExactly(TEXT);
    assertThat(network.authorizer().values()).as("tokens, as the next call needs one").hasSize(2);
  }

  private int post(HttpClient.Version version, BodyPublisher body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(network.target("/echo")).version(version).POST(body).build();
    return client().send(request, BodyHandlers.ofString()).statusCode();
  }

  private HttpClient client() {
    return HttpClient.newBuilder().sslContext(network.trust()).build();
  }

  /** Would be complete a second time, but the agent cannot know that. */
  private record OwnPublisher(BodyPublisher bytes) implements BodyPublisher {
    @Override
    public long contentLength() {
      return bytes.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
      bytes.subscribe(subscriber);
    }
  }
}
