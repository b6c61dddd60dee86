package io.foundryidentity.agent.core.configuration;

import io.foundryidentity.agent.core.target.Quoted;
import io.foundryidentity.agent.core.target.Target;
import io.foundryidentity.agent.core.target.TargetParser;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The host that an application's own variable names, where {@code hosts} names none.
 *
 * <p>Such a variable may hold anything, also the URL of somebody's proxy; so only hosts that the
 * clouds themselves hand out count, and of those only scheme, host and port.
 */
final class FallbackHost {

  private static final String[] VARIABLES = {
    "FOUNDRY_RESOURCE_URL", "AZURE_AI_FOUNDRY_RESOURCE_URL", "AZURE_OPENAI_ENDPOINT"
  };

  private FallbackHost() {}

  /** The first that is usable; of the others a warning each. */
  static @Nullable Target of(Map<String, String> environment, List<String> warnings) {
    for (String variable : VARIABLES) {
      String value = environment.get(variable);
      if (value != null && !value.trim().isEmpty()) {
        Target target = target(value.trim());
        if (target == null) {
          warnings.add(
              "environment variable "
                  + variable
                  + "="
                  + Quoted.quote(value)
                  + " names no https host directly under a Foundry suffix such as openai.azure.com,"
                  + " so it is not used; if tokens may go there, set foundry.identity.hosts");
        } else {
          return target;
        }
      }
    }
    return null;
  }

  /** The variable that {@link #of} takes its target from, or null. */
  static @Nullable String variable(Map<String, String> environment) {
    for (String variable : VARIABLES) {
      String value = environment.get(variable);
      if (value != null && !value.trim().isEmpty() && target(value.trim()) != null) {
        return variable;
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
