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
 *
 * <p>The variable of Foundry's platform is the URL of a project, and the project's path counts too.
 * In a hosted agent it comes first: the platform sets it, and it is always right. Elsewhere it
 * comes last, as an application that also has one of the others calls the resource.
 */
final class FallbackHost {

  private static final String PROJECTS = "/api/projects/";

  private static final String HOST_FORM =
      "an https URL of a host directly under a Foundry suffix such as openai.azure.com";
  private static final String PROJECT_FORM =
      "the https URL of a project such as https://NAME.services.ai.azure.com/api/projects/PROJECT";

  private FallbackHost() {}

  /** The first usable host; adds a warning for each variable before it that is not usable. */
  static @Nullable Target of(Map<String, String> environment, List<String> warnings) {
    for (int i = 0; i < Key.HOSTS.fallbackVariables.length; i++) {
      String variable = variable(environment, i);
      String value = environment.get(variable);
      if (value != null && !value.trim().isEmpty()) {
        Target target = target(variable, value.trim());
        if (target == null) {
          warnings.add(
              "environment variable "
                  + variable
                  + "="
                  + Quoted.quote(value)
                  + " is not used, as it is not "
                  + (variable.equals(HostedAgent.PROJECT) ? PROJECT_FORM : HOST_FORM)
                  + "; if tokens may go there, set "
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
    for (int i = 0; i < Key.HOSTS.fallbackVariables.length; i++) {
      String variable = variable(environment, i);
      String value = environment.get(variable);
      if (value != null && !value.trim().isEmpty() && target(variable, value.trim()) != null) {
        return Setting.fallback(Key.HOSTS.id, value.trim(), variable);
      }
    }
    return null;
  }

  /** The one to read at that place in the order. */
  private static String variable(Map<String, String> environment, int place) {
    String[] variables = Key.HOSTS.fallbackVariables;
    String hosted = environment.get(HostedAgent.ENVIRONMENT);
    int first = hosted == null || hosted.trim().isEmpty() ? 0 : variables.length - 1;
    return variables[(first + place) % variables.length];
  }

  private static @Nullable Target target(String variable, String url) {
    boolean project = variable.equals(HostedAgent.PROJECT);
    try {
      Target target = TargetParser.parse(project ? url : withoutPath(url));
      return !target.wildcard()
              && TargetParser.isCloudResource(target.host())
              && (!project || isProject(target.pathPrefix()))
          ? target
          : null;
    } catch (IllegalArgumentException notAHost) {
      return null;
    }
  }

  private static boolean isProject(@Nullable String path) {
    return path != null
        && path.startsWith(PROJECTS)
        && path.length() > PROJECTS.length()
        && path.indexOf('/', PROJECTS.length()) < 0;
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
