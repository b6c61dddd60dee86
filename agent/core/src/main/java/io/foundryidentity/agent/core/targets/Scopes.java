package io.foundryidentity.agent.core.targets;

import org.jspecify.annotations.Nullable;

/** The scope that {@code scope=auto} means for a request; allocates nothing. */
public final class Scopes {

  private static final String PROJECTS = "/api/projects/";

  private static final String AI = "https://ai.azure.com/.default";
  private static final String AI_GOVERNMENT = "https://ai.azure.us/.default";
  private static final String AI_CHINA = "https://ai.azure.cn/.default";
  private static final String SERVICES = "https://cognitiveservices.azure.com/.default";
  private static final String SERVICES_GOVERNMENT = "https://cognitiveservices.azure.us/.default";
  private static final String SERVICES_CHINA = "https://cognitiveservices.azure.cn/.default";

  private Scopes() {}

  /**
   * The scope to begin with: that of Foundry for a Foundry resource's own name ({@code
   * *.services.ai.azure.com}) and for a project's path, else that of the older services.
   *
   * @param host in any case, with or without a trailing dot; of a wildcard, what follows the star
   * @param path the raw path, with or without a query
   */
  public static String auto(String host, @Nullable String path) {
    boolean project = path != null && path.startsWith(PROJECTS);
    int end = host.endsWith(".") ? host.length() - 1 : host.length();
    Cloud cloud = Cloud.ofHost(host);
    if (cloud == Cloud.US_GOVERNMENT) {
      return project || isUnder(host, end, "services.ai.azure.us")
          ? AI_GOVERNMENT
          : SERVICES_GOVERNMENT;
    }
    if (cloud == Cloud.CHINA) {
      return project || isUnder(host, end, "services.ai.azure.cn") ? AI_CHINA : SERVICES_CHINA;
    }
    return project || isUnder(host, end, "services.ai.azure.com") ? AI : SERVICES;
  }

  private static boolean isUnder(String host, int end, String suffix) {
    int before = end - suffix.length() - 1;
    return before >= -1
        && (before < 0 || host.charAt(before) == '.')
        && TargetTable.endsWith(host, end, suffix);
  }

  /**
   * The other scope of the same cloud, to try once if a target refuses the first; null if there is
   * none.
   */
  public static @Nullable String other(String scope) {
    switch (scope) {
      case AI:
        return SERVICES;
      case SERVICES:
        return AI;
      case AI_GOVERNMENT:
        return SERVICES_GOVERNMENT;
      case SERVICES_GOVERNMENT:
        return AI_GOVERNMENT;
      case AI_CHINA:
        return SERVICES_CHINA;
      case SERVICES_CHINA:
        return AI_CHINA;
      default:
        return null;
    }
  }
}
