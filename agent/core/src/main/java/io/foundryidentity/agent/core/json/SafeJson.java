package io.foundryidentity.agent.core.json;

import io.foundryidentity.agent.core.output.SafeText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON that leaves the agent: each text in it is made safe before it is written. */
public final class SafeJson {

  private static final int LONGEST_NAME = 300;

  /** Above it not every whole number is a double. */
  private static final double LARGEST = 1L << 53;

  private SafeJson() {}

  /**
   * Writes one line in ASCII.
   *
   * @param value as for {@link Json#line}
   */
  public static String line(Map<String, ? extends @Nullable Object> value) {
    return Json.line(object(value));
  }

  private static Map<String, @Nullable Object> object(Map<?, ?> value) {
    Map<String, @Nullable Object> safe = new LinkedHashMap<>();
    for (Map.Entry<?, ?> member : value.entrySet()) {
      safe.put(SafeText.line(member.getKey(), LONGEST_NAME), safe(member.getValue()));
    }
    return safe;
  }

  private static @Nullable Object safe(@Nullable Object value) {
    if (value instanceof Map) {
      return object((Map<?, ?>) value);
    }
    if (value instanceof Iterable) {
      List<@Nullable Object> elements = new ArrayList<>();
      for (Object element : (Iterable<?>) value) {
        elements.add(safe(element));
      }
      return elements;
    }
    if (value instanceof Double) {
      return number((Double) value);
    }
    return value == null || value instanceof Number || value instanceof Boolean
        ? value
        : SafeText.line(value);
  }

  /** A whole number was written as one. JSON has no infinite ones. */
  private static @Nullable Object number(Double value) {
    double number = value;
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      return null;
    }
    return number == Math.rint(number) && Math.abs(number) < LARGEST
        ? (Object) (long) number
        : value;
  }
}
