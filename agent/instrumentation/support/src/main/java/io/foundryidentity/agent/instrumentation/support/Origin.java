package io.foundryidentity.agent.instrumentation.support;

import java.security.CodeSource;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/** Where a class was loaded from; the jar's name usually has the client's version. */
final class Origin {

  private Origin() {}

  static String of(@Nullable ProtectionDomain domain) {
    String location = location(domain);
    return location == null
        ? "(Java " + System.getProperty("java.version") + ")"
        : "(" + withoutQuery(location) + ")";
  }

  /** A query may be a signature. The log takes out other secrets. */
  private static String withoutQuery(String location) {
    int query = location.indexOf('?');
    return query < 0 || location.indexOf('@', query) >= 0 ? location : location.substring(0, query);
  }

  /** As the class path has it: to be opened and not to be shown. Null for the JDK's classes. */
  static @Nullable String location(@Nullable ProtectionDomain domain) {
    CodeSource source = domain == null ? null : domain.getCodeSource();
    return source == null || source.getLocation() == null ? null : source.getLocation().toString();
  }
}
