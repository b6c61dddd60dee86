package io.foundryidentity.agent.instrumentation.support;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the packages and classes of one client are called in another that has the same code.
 *
 * <p>There are two such kinds. Pekko is a copy of Akka under other names, so that Akka's advice
 * serves it as well. And an application may hold a client that was shaded into another package.
 */
public final class Renames {

  static final Renames NONE = new Renames(Collections.emptyMap(), Collections.emptyMap());

  private final Map<String, String> names;
  private final Map<String, String> fields;

  private Renames(Map<String, String> names, Map<String, String> fields) {
    this.names = names;
    this.fields = fields;
  }

  /** One rename; see {@link #and}. */
  public static Renames of(String from, String to) {
    return NONE.and(from, to);
  }

  /**
   * These and one more. Where several concern a name, the first one counts.
   *
   * @param from a package with a slash at its end, or one class with those nested in it
   * @param to the same in the other client
   */
  public Renames and(String from, String to) {
    Map<String, String> more = new LinkedHashMap<>(names);
    more.put(from, to);
    return new Renames(more, fields);
  }

  /** Of one field, as the advice's {@code FieldValue} names it. */
  public static Renames ofField(String from, String to) {
    return new Renames(Collections.emptyMap(), Collections.singletonMap(from, to));
  }

  /**
   * What shading does: the client's top package moves, and all below it.
   *
   * @param type any class of the client, by its original name
   * @param prefix the package that it was moved under, with a slash at its end
   */
  static Renames shading(String type, String prefix) {
    String top = topPackage(type);
    return of(top, prefix + top);
  }

  /** {@code okhttp3/} of okhttp3/internal/x; of a name under a top-level domain, two packages. */
  private static String topPackage(String type) {
    int first = type.indexOf('/');
    String domain = type.substring(0, first);
    boolean topLevel = domain.equals("com") || domain.equals("org") || domain.equals("io");
    return type.substring(0, (topLevel ? type.indexOf('/', first + 1) : first) + 1);
  }

  /** What a class is called in the other client; of all others the name itself. */
  public String rename(String type) {
    for (Map.Entry<String, String> each : names.entrySet()) {
      String from = each.getKey();
      if (type.startsWith(from) && isWhole(type, from)) {
        return each.getValue() + type.substring(from.length());
      }
    }
    return type;
  }

  private static boolean isWhole(String type, String from) {
    int end = from.length();
    return from.endsWith("/") || type.length() == end || type.charAt(end) == '$';
  }

  String renameField(String field) {
    return fields.getOrDefault(field, field);
  }

  boolean isEmpty() {
    return names.isEmpty() && fields.isEmpty();
  }
}
