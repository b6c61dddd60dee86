package io.foundryidentity.agent.core.json;

import com.azure.json.JsonOptions;
import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import com.azure.json.JsonToken;
import com.azure.json.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON: an object is a map, an array a list, a number that is read is a Double.
 *
 * <p>The only class that uses the JSON library. Its exceptions quote the text that could not be
 * read, which may be a token, so this class throws none of them.
 */
public final class Json {

  /** More than any answer or token needs; each level needs space on the stack. */
  private static final int DEEPEST = 32;

  private static final JsonOptions PLAIN = new JsonOptions().setNonNumericNumbersSupported(false);

  private Json() {}

  /**
   * Reads an object; empty if the text is not a JSON object. If a name occurs twice, the last value
   * counts. A byte order mark before it is ignored (RFC 8259, section 8.1).
   */
  public static Map<String, @Nullable Object> object(String text) {
    String json = text.startsWith("\ufeff") ? text.substring(1) : text;
    try (JsonReader reader = JsonProviders.createReader(json, PLAIN)) {
      if (reader.nextToken() == JsonToken.START_OBJECT) {
        return members(reader, 0);
      }
    } catch (IOException | RuntimeException malformed) {
      // Not thrown, as its message may contain a token
    }
    return new LinkedHashMap<>();
  }

  private static Map<String, @Nullable Object> members(JsonReader reader, int depth)
      throws IOException {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    while (reader.nextToken() != JsonToken.END_OBJECT) {
      String name = reader.getFieldName();
      reader.nextToken();
      members.put(name, value(reader, depth + 1));
    }
    return members;
  }

  private static List<@Nullable Object> elements(JsonReader reader, int depth) throws IOException {
    List<@Nullable Object> elements = new ArrayList<>();
    while (reader.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(reader, depth + 1));
    }
    return elements;
  }

  private static @Nullable Object value(JsonReader reader, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new IOException("too deep");
    }
    switch (reader.currentToken()) {
      case START_OBJECT:
        return members(reader, depth);
      case START_ARRAY:
        return elements(reader, depth);
      case STRING:
        return reader.getString();
      case NUMBER:
        // From its text: for a long number the library makes a BigInteger first, in quadratic time
        return Double.valueOf(reader.getText());
      case BOOLEAN:
        return reader.getBoolean();
      case NULL:
        return null;
      default:
        throw new IOException("no value");
    }
  }

  /**
   * Writes one line in ASCII, so that every charset of the output can show it.
   *
   * @param value maps, iterables, strings, numbers, booleans and null, which may be nested
   */
  public static String line(Map<String, ? extends @Nullable Object> value) {
    StringWriter text = new StringWriter();
    try (JsonWriter writer = JsonProviders.createWriter(text)) {
      writer.writeUntyped(value);
    } catch (IOException impossible) {
      throw new IllegalStateException("JSON was not written");
    }
    return ascii(text.toString());
  }

  /** Escapes what is not ASCII, which only occurs in strings. */
  private static String ascii(String json) {
    StringBuilder ascii = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c > '~') {
        ascii.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
      } else {
        ascii.append(c);
      }
    }
    return ascii.toString();
  }
}
