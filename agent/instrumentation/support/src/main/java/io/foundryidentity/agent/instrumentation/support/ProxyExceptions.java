package io.foundryidentity.agent.instrumentation.support;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Makes a child process send its requests to the gateway directly, not through a proxy.
 *
 * <p>The Copilot CLI uses the proxy of its environment for every address, even 127.0.0.1. The proxy
 * would then get the requests to the gateway, or a token over plain http.
 */
public final class ProxyExceptions {

  private static final Set<String> PROXIES =
      new HashSet<>(Arrays.asList("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"));
  private static final String LOOPBACK = "127.0.0.1";

  private ProxyExceptions() {}

  /**
   * The variables to set so that none of the environment's proxies is used for 127.0.0.1.
   *
   * @return empty if there is no proxy
   */
  public static Map<String, String> forLoopback(Map<String, String> environment) {
    Map<String, String> exceptions = new HashMap<>();
    if (environment.keySet().stream().anyMatch(ProxyExceptions::isProxy)) {
      exceptions.put("NO_PROXY", withLoopback(environment, "NO_PROXY", "no_proxy"));
      exceptions.put("no_proxy", withLoopback(environment, "no_proxy", "NO_PROXY"));
    }
    return exceptions;
  }

  /**
   * Whether that is the address that {@link #forLoopback} excludes; other loopback names are not.
   */
  public static boolean cover(String host) {
    return host.equals(LOOPBACK);
  }

  private static boolean isProxy(String name) {
    return PROXIES.contains(name.toUpperCase(Locale.ROOT));
  }

  private static String withLoopback(Map<String, String> environment, String name, String other) {
    String known = environment.containsKey(name) ? environment.get(name) : environment.get(other);
    return known == null || known.trim().isEmpty() ? LOOPBACK : known + "," + LOOPBACK;
  }
}
