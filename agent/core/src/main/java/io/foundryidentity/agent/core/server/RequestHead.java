package io.foundryidentity.agent.core.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A request's first line and header lines: well formed, but not checked by the rules yet. */
public final class RequestHead {

  public final String method;

  /** As it was sent: path and query, or anything else. */
  public final String target;

  /** Names as they were sent, each followed by its value. */
  private final List<String> headers;

  RequestHead(String method, String target, List<String> headers) {
    this.method = method;
    this.target = target;
    this.headers = headers;
  }

  public int headerCount() {
    return headers.size() / 2;
  }

  public String name(int index) {
    return headers.get(index * 2);
  }

  public String value(int index) {
    return headers.get(index * 2 + 1);
  }

  public List<String> all(String name) {
    List<String> values = new ArrayList<>(1);
    for (int i = 0; i < headerCount(); i++) {
      if (name(i).equalsIgnoreCase(name)) {
        values.add(value(i));
      }
    }
    return values;
  }

  public boolean has(String name) {
    return !all(name).isEmpty();
  }

  /**
   * The value of a header that may occur only once.
   *
   * @throws Refused if it occurs twice, as two servers could use different ones
   */
  public @Nullable String only(String name) throws Refused {
    List<String> values = all(name);
    if (values.size() > 1) {
      throw new Refused("it has more than one header " + name.toLowerCase(Locale.ROOT));
    }
    return values.isEmpty() ? null : values.get(0);
  }
}
