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

  private Answer() {}

  /** Every value of that JSON field with the separator between them; a refusal is thrown. */
  static String read(HttpURLConnection connection, String field, String separator)
      throws IOException {
    int status = connection.getResponseCode();
    if (status != HttpURLConnection.HTTP_OK) {
      throw new IOException(status + ": " + body(connection.getErrorStream()));
    }
    String body = body(connection.getInputStream());
    Matcher texts = values(field).matcher(body);
    StringBuilder answer = new StringBuilder();
    while (texts.find()) {
      answer.append(answer.length() == 0 ? "" : separator).append(texts.group(1));
    }
    return answer.length() == 0 ? body : answer.toString();
  }

  private static Pattern values(String field) {
    return Pattern.compile("\"" + field + "\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
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
