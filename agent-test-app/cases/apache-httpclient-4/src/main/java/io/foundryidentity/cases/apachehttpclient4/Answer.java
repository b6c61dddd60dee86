package io.foundryidentity.cases.apachehttpclient4;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.http.HttpResponse;
import org.apache.http.HttpStatus;
import org.apache.http.util.EntityUtils;

/** Reads what came back, without a JSON library. */
final class Answer {

  private Answer() {}

  /** Every text of that name in the answer, as in a stream's events; a refusal is thrown. */
  static String text(HttpResponse response) throws IOException {
    Matcher texts =
        Pattern.compile("\"content\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(body(response));
    StringBuilder answer = new StringBuilder();
    while (texts.find()) {
      answer.append(texts.group(1));
    }
    return answer.toString();
  }

  /** How long the embedding is, and how it begins. */
  static String embedding(HttpResponse response) throws IOException {
    String body = body(response);
    Matcher vector = Pattern.compile("\"embedding\"\\s*:\\s*\\[([^]]*)]").matcher(body);
    if (!vector.find()) {
      return body;
    }
    String[] numbers = vector.group(1).trim().split("\\s*,\\s*", -1);
    return numbers.length + " dimensions from " + numbers[0];
  }

  private static String body(HttpResponse response) throws IOException {
    String body = EntityUtils.toString(response.getEntity());
    int status = response.getStatusLine().getStatusCode();
    if (status != HttpStatus.SC_OK) {
      throw new IOException(status + ": " + body);
    }
    return body;
  }
}
