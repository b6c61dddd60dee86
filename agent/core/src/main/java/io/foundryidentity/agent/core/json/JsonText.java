package io.foundryidentity.agent.core.json;

/** Writes a text as JSON does: in ASCII, so that it survives whatever the output's charset is. */
public final class JsonText {

  private JsonText() {}

  /** With its quotation marks. */
  public static void append(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        json.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
