package io.foundryidentity.agent.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a source of assertions answered. Its text may be a secret, so no message contains any of it.
 */
final class AssertionAnswer {

  private final HttpResponse response;
  private final byte[] body;

  AssertionAnswer(HttpResponse response) {
    this.response = response;
    BinaryData data = response.getBodyAsBinaryData();
    this.body = data == null ? new byte[0] : data.toBytes();
  }

  int status() {
    return response.getStatusCode();
  }

  /** The header's value, or null. */
  @Nullable String header(String name) {
    return response.getHeaderValue(HttpHeaderName.fromString(name));
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The endpoint's time in milliseconds since the epoch; 0 if it does not say. */
  long timeMillis() {
    String date = header("Date");
    List<String> dates =
        date == null ? Collections.<String>emptyList() : Collections.singletonList(date);
    return AnswerTime.of(dates, Collections.<String>emptyList()).millis;
  }

  /** Its status, media type and length, for messages. */
  String described() {
    return "HTTP "
        + status()
        + ", "
        + IdentityAnswer.mediaType(header("Content-Type"))
        + ", "
        + body.length
        + " bytes";
  }
}
