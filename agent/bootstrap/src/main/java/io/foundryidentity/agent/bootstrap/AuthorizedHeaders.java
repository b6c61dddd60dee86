package io.foundryidentity.agent.bootstrap;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * Signed headers in the form that {@code java.net.http.HttpHeaders} is made of.
 *
 * <p>Its factory wants a filter, and advice can hold no lambda: the lambda's body would be a method
 * of a class that the JDK's loader cannot see. An instance of this class is that filter.
 */
public final class AuthorizedHeaders implements BiPredicate<String, String> {

  /** Lets every header through. */
  public static final BiPredicate<String, String> ALL = new AuthorizedHeaders();

  private AuthorizedHeaders() {}

  /** A copy without key headers and with that one {@code Authorization}; names in any case. */
  public static Map<String, List<String>> of(
      Map<String, List<String>> headers, String authorization) {
    Map<String, List<String>> signed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    signed.putAll(headers);
    for (String keyHeader : AuthorizationBridge.keyHeaders()) {
      signed.remove(keyHeader);
    }
    signed.remove("Authorization");
    signed.put("Authorization", Collections.singletonList(authorization));
    return signed;
  }

  @Override
  public boolean test(String name, String value) {
    return true;
  }
}
