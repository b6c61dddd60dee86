package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.configuration.ConfigurationException;
import io.foundryidentity.agent.core.targets.ForbiddenTargets;
import io.foundryidentity.agent.core.targets.IpLiteral;
import io.foundryidentity.agent.core.targets.Quoted;
import io.foundryidentity.agent.core.targets.Target;
import io.foundryidentity.agent.core.targets.TargetParser;
import io.foundryidentity.agent.core.targets.TargetTable;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The gateway's target, and the configuration that has it. */
final class GatewayTarget {

  /** Another gateway has set it for the programs that use it. */
  private static final String OTHER_GATEWAY = "FOUNDRY_GATEWAY_BASE_URL";

  private final Configuration configuration;
  private final Target target;

  private GatewayTarget(Configuration configuration, Target target) {
    this.configuration = configuration;
    this.target = target;
  }

  /**
   * @param asked the value of {@code --target}, or null
   * @param warned gets each warning as one line
   * @throws IllegalArgumentException if there is no target, or more than one; its message is for
   *     the operator
   */
  static GatewayTarget of(@Nullable String asked, Consumer<String> warned, String... clients)
      throws ConfigurationException {
    Target named = asked == null ? null : parsed(asked);
    if (named != null) {
      refuseOtherGateway(named);
    }
    Configuration configuration = Configuration.read("", clients);
    if (!configuration.enabled()) {
      throw mistake("the agent is switched off (enabled=false), so the gateway does not start");
    }
    if (configuration.dryRun()) {
      throw mistake("with dry-run=true no request gets a token, so the gateway forwards nothing");
    }
    if (named != null && !configuration.hasTargets()) {
      configuration = Configuration.read("hosts=" + asked, clients);
      warnOfStranger(named, warned);
    }
    configuration.warnings().forEach(warned);
    if (named == null) {
      return new GatewayTarget(configuration, only(configuration.targets()));
    }
    List<Target> targets = configuration.targets();
    String prefix = named.pathPrefix();
    if (TargetTable.of(targets, targets)
            .find(named.scheme(), named.host(), named.port(), prefix == null ? "/" : prefix)
        == null) {
      throw mistake("--target " + named + " is not one of the configured targets: " + targets);
    }
    return new GatewayTarget(configuration, named);
  }

  /** Whoever writes {@code hosts} too means it; a URL on the command line may be any service's. */
  private static void warnOfStranger(Target named, Consumer<String> warned) {
    String host = named.host();
    boolean local = host.equals("localhost") || IpLiteral.is(host);
    if (!local && !TargetParser.isCloudResource(host)) {
      warned.accept(
          "--target "
              + named
              + " is not a host of Foundry, such as contoso.openai.azure.com or"
              + " contoso.services.ai.azure.com, but it gets the identity's tokens: stop the"
              + " gateway if this is not a host of your own in front of Foundry");
    }
  }

  private static void refuseOtherGateway(Target named) {
    String other = System.getenv(OTHER_GATEWAY);
    if (other != null) {
      ForbiddenTargets gateways = new ForbiddenTargets(Collections.emptyMap());
      gateways.add(other, OTHER_GATEWAY);
      if (gateways.reason(named) != null) {
        throw mistake(
            "--target "
                + named
                + " is another gateway, as the environment variable "
                + OTHER_GATEWAY
                + " says: name that gateway's target, or unset the variable");
      }
    }
  }

  private static Target parsed(String text) {
    try {
      Target target = TargetParser.parse(text);
      if (!target.wildcard() && text.indexOf(',') < 0) {
        return target;
      }
    } catch (IllegalArgumentException invalid) {
      throw mistake("--target: " + invalid.getMessage());
    }
    throw mistake("--target: " + Quoted.quote(text) + " is not one host");
  }

  private static Target only(List<Target> targets) {
    if (targets.isEmpty()) {
      throw mistake("there is no target: name it with --target");
    }
    if (targets.size() > 1 || targets.get(0).wildcard()) {
      throw mistake("the configuration names more than one target: pick one with --target");
    }
    return targets.get(0);
  }

  private static IllegalArgumentException mistake(String problem) {
    return new IllegalArgumentException(problem);
  }

  Configuration configuration() {
    return configuration;
  }

  Target target() {
    return target;
  }
}
