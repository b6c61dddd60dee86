package io.foundryidentity.cases.apachehttpclient5;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what came back, without a JSON library. */
final class Answer {

  private Answer() {}

  /** Every value of that JSON field with the separator between them; a refusal is thrown. */
  static String read(int status, String body, String field, String separator) throws IOException {
    if (status != 200) {
      throw new IOException(status + ": " + body);
    }
    Matcher values =
        Pattern.compile("\"" + field + "\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(body);
    StringBuilder answer = new StringBuilder();
    while (values.find()) {
      answer.append(answer.length() == 0 ? "" : separator).append(values.group(1));
    }
    return answer.length() == 0 ? body : answer.toString();
  }
}
