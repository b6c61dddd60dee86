package io.foundryidentity.agent.bootstrap;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Authorized headers in the form from which {@code java.net.http.HttpHeaders} are made.
 *
 * <p>Their factory takes a filter, and advice cannot contain a lambda: its body would be a method
 * of a class that the JDK's loader cannot see. Instances of this class are such filters.
 */
public final class AuthorizedHeaders implements BiPredicate<String, String> {

  /** Lets every header through. */
  public static final BiPredicate<String, String> ALL = new AuthorizedHeaders(null);

  /** Null lets all through: a lambda here would load the JDK's classes for lambdas at start-up. */
  private final @Nullable BiPredicate<String, String> others;

  private AuthorizedHeaders(@Nullable BiPredicate<String, String> others) {
    this.others = others;
  }

  /** Lets {@code Authorization} through, and of the other headers what that filter does. */
  public static BiPredicate<String, String> withAuthorization(BiPredicate<String, String> others) {
    return new AuthorizedHeaders(others);
  }

  /** A copy without key headers and with that one {@code Authorization}; names in any case. */
  public static Map<String, List<String>> of(
      Map<String, List<String>> headers, String authorization) {
    // Not sorted: the JDK makes a sorted map of it, and refuses names that differ only by case
    Map<String, List<String>> authorized = new HashMap<>();
    for (Map.Entry<String, List<String>> header : headers.entrySet()) {
      if (!AuthorizationBridge.isCredential(header.getKey())) {
        authorized.put(header.getKey(), header.getValue());
      }
    }
    authorized.put("Authorization", Collections.singletonList(authorization));
    return authorized;
  }

  /**
   * The first {@code Authorization} of such headers, or null. What the JDK offers for that makes a
   * stream for each request.
   *
   * @param headers sorted without regard to case, as the JDK's own are
   */
  public static @Nullable String existing(Map<String, List<String>> headers) {
    List<String> values = headers.get("Authorization");
    return values == null || values.isEmpty() ? null : values.get(0);
  }

  @Override
  public boolean test(String name, String value) {
    return others == null || "Authorization".equalsIgnoreCase(name) || others.test(name, value);
  }
}
