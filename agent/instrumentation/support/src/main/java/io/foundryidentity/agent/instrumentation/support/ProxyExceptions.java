package io.foundryidentity.agent.instrumentation.support;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Keeps what a child process sends to the gateway away from proxies.
 *
 * <p>The Copilot CLI asks the proxy of its environment for every address, 127.0.0.1 too: a proxy
 * would get what is meant for the gateway, or a token over plain http.
 */
public final class ProxyExceptions {

  private static final Set<String> PROXIES =
      new HashSet<>(Arrays.asList("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"));
  private static final String LOOPBACK = "127.0.0.1";

  private ProxyExceptions() {}

  /**
   * What to set in an environment so that no proxy of it is asked for the loopback address.
   *
   * @return empty where there is no proxy
   */
  public static Map<String, String> forLoopback(Map<String, String> environment) {
    Map<String, String> exceptions = new HashMap<>();
    if (environment.keySet().stream().anyMatch(ProxyExceptions::isProxy)) {
      exceptions.put("NO_PROXY", withLoopback(environment, "NO_PROXY", "no_proxy"));
      exceptions.put("no_proxy", withLoopback(environment, "no_proxy", "NO_PROXY"));
    }
    return exceptions;
  }

  /** Whether that is the address which no proxy is asked for; other ones of loopback are not. */
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
