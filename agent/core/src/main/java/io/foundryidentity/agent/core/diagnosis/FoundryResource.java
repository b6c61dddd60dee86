package io.foundryidentity.agent.core.diagnosis;

import io.foundryidentity.agent.core.targets.TargetParser;
import org.jspecify.annotations.Nullable;

/** The resource behind a host name, for use in commands of the Azure CLI. */
final class FoundryResource {

  private static final String PROJECTS = "/api/projects/";
  private static final String PRIVATE_LINK = "privatelink.";

  private final String host;
  private final String path;

  FoundryResource(String host, String path) {
    this.host = host;
    this.path = path;
  }

  /** The resource's own subdomain, if the host is under a suffix of the cloud; else null. */
  @Nullable String subdomain() {
    String name = host;
    int dot = name.indexOf('.');
    if (dot > 0 && name.startsWith(PRIVATE_LINK, dot + 1)) {
      name = name.substring(0, dot + 1) + name.substring(dot + 1 + PRIVATE_LINK.length());
    }
    return TargetParser.isCloudResource(name) ? name.substring(0, dot) : null;
  }

  /** The private DNS zone that has the address of this host's private endpoint. */
  String privateZone() {
    int dot = host.indexOf('.');
    String suffix = dot < 0 ? host : host.substring(dot + 1);
    return suffix.startsWith(PRIVATE_LINK) ? suffix : PRIVATE_LINK + suffix;
  }

  /** A shell expression for a field of the resource, for example its id. */
  String lookUp(String field) {
    String subdomain = subdomain();
    return subdomain == null
        ? "<" + field + " of the Foundry resource behind " + host + ">"
        : "$(az cognitiveservices account list --query \"[?properties.customSubDomainName=='"
            + subdomain
            + "'].["
            + field
            + "]\" --output tsv)";
  }

  /** The scope for a role: the project if the path names one, else the resource. */
  String roleScope() {
    String project = project();
    return '"' + lookUp("id") + (project == null ? "" : "/projects/" + project) + '"';
  }

  boolean isProject() {
    return path.startsWith(PROJECTS);
  }

  private @Nullable String project() {
    if (!isProject()) {
      return null;
    }
    int end = path.indexOf('/', PROJECTS.length());
    return PlainText.word(path.substring(PROJECTS.length(), end < 0 ? path.length() : end));
  }
}
