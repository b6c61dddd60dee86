package io.foundryidentity.cases.httpurlconnection;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what came back on a connection, without a JSON library. */
final class Answer {

  private static final Pattern TEXT =
      Pattern.compile("\"(?:content|owned_by)\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

  private Answer() {}

  /** The answer's text, put together from its parts where it was streamed; a refusal is thrown. */
  static String read(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    if (status != HttpURLConnection.HTTP_OK) {
      throw new IOException(status + ": " + body(connection.getErrorStream()));
    }
    String body = body(connection.getInputStream());
    Matcher texts = TEXT.matcher(body);
    StringBuilder answer = new StringBuilder();
    while (texts.find()) {
      answer.append(texts.group(1));
    }
    return answer.length() == 0 ? body : answer.toString();
  }

  private static String body(InputStream stream) throws IOException {
    if (stream == null) { // A refused request in streaming mode has none
      return "no body";
    }
    try (InputStream in = stream) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      byte[] buffer = new byte[4096];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        bytes.write(buffer, 0, count);
      }
      return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
    }
  }
}
