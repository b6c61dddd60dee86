package io.foundryidentity.cases.calls;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What came back over a raw client, to the end of its body; read without a JSON library. */
public final class Reply {

  private static final Pattern CONTENT = field("content");
  private static final Pattern MODEL = field("model");

  private final int status;
  private final String body;

  public Reply(int status, String body) {
    this.status = status;
    this.body = body;
  }

  /** The answer's text, of a whole answer or of every event of a stream; a refusal is thrown. */
  public String chat() throws IOException {
    return values(CONTENT);
  }

  /** The model that the numbers are from; a refusal is thrown. */
  String embeddings() throws IOException {
    return "numbers, model " + values(MODEL);
  }

  private String values(Pattern field) throws IOException {
    if (status != 200) {
      throw new IOException(status + ": " + body);
    }
    StringBuilder all = new StringBuilder();
    for (Matcher found = field.matcher(body); found.find(); ) {
      all.append(found.group(1));
    }
    if (all.length() == 0) {
      throw new IOException("An answer without any text: " + body);
    }
    return all.toString();
  }

  private static Pattern field(String name) {
    return Pattern.compile("\"" + name + "\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
  }
}
