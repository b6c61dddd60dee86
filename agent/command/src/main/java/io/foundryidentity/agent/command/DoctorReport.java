package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.output.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The text of {@code doctor}: sections with lines, each without secrets. */
final class DoctorReport {

  private static final String INDENT = "  ";

  private final StringBuilder text = new StringBuilder();
  private final List<String> sections = new ArrayList<>();

  /** Begins a section; what fails in it is a line of it. */
  void section(String name, Content content) {
    sections.add(name);
    text.append("\n== ").append(SafeText.line(name)).append('\n');
    try {
      content.write();
    } catch (RefusedException refused) {
      line(String.valueOf(refused.getMessage()));
    } catch (RuntimeException | LinkageError failure) {
      line("this section failed: " + failure);
    }
  }

  void line(String words) {
    text.append(SafeText.line(words)).append('\n');
  }

  /** Nothing if there is no value. */
  void entry(String name, @Nullable Object value) {
    if (value != null) {
      line(name + ": " + value);
    }
  }

  /** JSON in lines. */
  void tree(Map<?, ?> object) {
    tree(object, "");
  }

  private void tree(Map<?, ?> object, String indent) {
    for (Map.Entry<?, ?> member : object.entrySet()) {
      value(SafeText.line(member.getKey()), member.getValue(), indent);
    }
  }

  private void value(String name, @Nullable Object value, String indent) {
    text.append(indent).append(name).append(':');
    if (value instanceof Map) {
      text.append('\n');
      tree((Map<?, ?>) value, indent + INDENT);
    } else if (value instanceof List) {
      text.append(((List<?>) value).isEmpty() ? " none\n" : "\n");
      for (Object element : (List<?>) value) {
        if (element instanceof Map) {
          text.append(indent).append(INDENT).append("-\n");
          tree((Map<?, ?>) element, indent + INDENT + INDENT);
        } else {
          text.append(indent).append(INDENT).append("- ").append(SafeText.line(plain(element)));
          text.append('\n');
        }
      }
    } else {
      text.append(' ').append(SafeText.line(plain(value))).append('\n');
    }
  }

  /** A whole number was read as a double. */
  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Double && (Double) value == Math.rint((Double) value)) {
      return ((Double) value).longValue();
    }
    return value;
  }

  List<String> sections() {
    return sections;
  }

  @Override
  public String toString() {
    return text.toString();
  }

  /** What writes a section. */
  interface Content {
    void write() throws RefusedException;
  }
}
