package io.foundryidentity.agent.core.configuration;

import io.foundryidentity.agent.core.targets.Quoted;
import io.foundryidentity.agent.core.targets.Target;
import io.foundryidentity.agent.core.targets.TargetParser;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The host from one of the application's own variables, if {@code hosts} is not set.
 *
 * <p>Such a variable may have any value, for example the URL of a third party's proxy. So only
 * hosts under the clouds' own suffixes are accepted, and only scheme, host and port are used.
 */
final class FallbackHost {

  private FallbackHost() {}

  /** The first usable host; adds a warning for each variable before it that is not usable. */
  static @Nullable Target of(Map<String, String> environment, List<String> warnings) {
    for (String variable : Key.HOSTS.fallbackVariables) {
      String value = environment.get(variable);
      if (value != null && !value.trim().isEmpty()) {
        Target target = target(value.trim());
        if (target == null) {
          warnings.add(
              "environment variable "
                  + variable
                  + "="
                  + Quoted.quote(value)
                  + " is not used, as it is not an https URL of a host directly under a Foundry suffix"
                  + " such as openai.azure.com; if tokens may go there, set "
                  + Key.HOSTS.property());
        } else {
          return target;
        }
      }
    }
    return null;
  }

  /** The variable that {@link #of} uses, as a setting; or null. */
  static @Nullable Setting setting(Map<String, String> environment) {
    for (String variable : Key.HOSTS.fallbackVariables) {
      String value = environment.get(variable);
      if (value != null && !value.trim().isEmpty() && target(value.trim()) != null) {
        return Setting.fallback(Key.HOSTS.id, value.trim(), variable);
      }
    }
    return null;
  }

  private static @Nullable Target target(String url) {
    try {
      Target target = TargetParser.parse(withoutPath(url));
      return !target.wildcard() && TargetParser.isCloudResource(target.host()) ? target : null;
    } catch (IllegalArgumentException notAHost) {
      return null;
    }
  }

  private static String withoutPath(String url) {
    int scheme = url.indexOf("://");
    int from = scheme < 0 ? 0 : scheme + 3;
    for (int i = from; i < url.length(); i++) {
      char c = url.charAt(i);
      if (c == '/' || c == '?' || c == '#') {
        return url.substring(0, i);
      }
    }
    return url;
  }
}
