package io.foundryidentity.runner.beside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

final class TelemetryServerTest {

  private static final byte[] LINES =
      "span one\nmetric\nspan two\n".getBytes(StandardCharsets.UTF_8);

  @Test
  void lines_are_counted_however_they_are_packed() throws Exception {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    write(new GZIPOutputStream(zipped));
    write(new DeflaterOutputStream(deflated));
    try (TelemetryServer server = new TelemetryServer("{}")) {
      assertThat(post(server, "identity", LINES)).isEqualTo("{}");
      post(server, "gzip", zipped.toByteArray());
      post(server, "deflate", deflated.toByteArray());

      assertThat(server.count(Pattern.compile("^span"))).isEqualTo(6);
    }
  }

  private static void write(OutputStream packing) throws IOException {
    try (packing) {
      packing.write(LINES);
    }
  }

  private static String post(TelemetryServer server, String encoding, byte[] body)
      throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(server.url()))
                .header("Content-Encoding", encoding)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
