package io.foundryidentity.agent.instrumentation.support;

import java.security.CodeSource;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/** Says where a class came from; the jar's name there usually tells a client's version. */
final class Origin {

  private Origin() {}

  static String of(@Nullable ProtectionDomain domain) {
    String location = location(domain);
    return location == null
        ? "(Java " + System.getProperty("java.version") + ")"
        : "(" + location + ")";
  }

  /** Null for the JDK's own. */
  static @Nullable String location(@Nullable ProtectionDomain domain) {
    CodeSource source = domain == null ? null : domain.getCodeSource();
    return source == null || source.getLocation() == null ? null : source.getLocation().toString();
  }
}
