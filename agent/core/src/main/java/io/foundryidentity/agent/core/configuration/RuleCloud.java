package io.foundryidentity.agent.core.configuration;

import io.foundryidentity.agent.core.targets.Cloud;
import io.foundryidentity.agent.core.targets.Target;
import io.foundryidentity.agent.core.targets.TargetParser;
import io.foundryidentity.agent.core.token.Identity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cloud that the hosts of one rule are in, and where its identity signs in; loaded only where a
 * host or an authority may be outside of the public cloud.
 *
 * <p>A secret may only go to the authority that the operator means. Where {@code authority-host} is
 * not set, the cloud of the hosts says which one that is, if it can mean nothing else: all hosts
 * are directly under suffixes of the same cloud, and the token is for that cloud. No other
 * authority can give such a token. In all other cases the public authority stays the default, as in
 * Azure's SDKs, and a line says what does not fit.
 */
final class RuleCloud {

  private final List<Target> targets;
  private final @Nullable String scope;

  /**
   * @param scope null for {@code auto}
   */
  RuleCloud(List<Target> targets, @Nullable String scope) {
    this.targets = targets;
    this.scope = scope;
  }

  /** The authority that the hosts imply; null if it is the public one. */
  @Nullable String authority() {
    Cloud cloud = null;
    for (Target target : targets) {
      Cloud its = Cloud.ofHost(target.host());
      if (!isResource(target) || (cloud != null && cloud != its)) {
        return null;
      }
      cloud = its;
    }
    boolean fits = cloud != null && cloud != Cloud.PUBLIC && cloudOfToken(cloud) == cloud;
    return fits && cloud != null ? cloud.authority() : null;
  }

  /**
   * Adds a line for hosts of two clouds, or for an authority of another cloud than a host.
   *
   * @param hosts the start of a line about the hosts
   * @param authority null if none is set
   */
  void warn(String hosts, Identity identity, @Nullable Setting authority, List<String> warnings) {
    Target first = null;
    for (Target target : targets) {
      Cloud cloud = Cloud.ofHost(target.host());
      if (!isResource(target) || cloudOfToken(cloud) == null) {
        continue;
      }
      if (first != null && Cloud.ofHost(first.host()) != cloud) {
        warnings.add(
            hosts
                + ": "
                + first.host()
                + " is in "
                + Cloud.ofHost(first.host())
                + " and "
                + target.host()
                + " is in "
                + cloud
                + ", and one identity signs in to one cloud only: give one of them a rule of its own");
        return;
      }
      first = first == null ? target : first;
    }
    if (authority != null && asksAuthority(identity)) {
      warnOfAuthority(authority, warnings);
    }
  }

  private void warnOfAuthority(Setting authority, List<String> warnings) {
    Cloud its = Cloud.ofAuthority(authority.value);
    for (Target target : targets) {
      Cloud cloud = Cloud.ofHost(target.host());
      if (its != null && its != cloud && isResource(target) && cloudOfToken(cloud) == cloud) {
        warnings.add(
            authority.described()
                + " is the authority of "
                + its
                + ", and "
                + target.host()
                + " is in "
                + cloud
                + ": set "
                + authority.key
                + '='
                + cloud.authority());
        return;
      }
    }
  }

  /**
   * Adds a line for a scope of another cloud than a host, and for an audience of another cloud than
   * the one where the identity signs in.
   */
  void warnOfToken(
      Identity identity,
      @Nullable Setting scopeSetting,
      @Nullable Setting audience,
      List<String> warnings) {
    if (scopeSetting != null) {
      warnOfScope(scopeSetting, warnings);
    }
    Cloud signsIn = Cloud.ofAuthority(identity.authorityHost());
    Cloud its = audience == null ? null : ofAudience(audience.value);
    if (audience != null
        && identity.assertion() != null
        && its != null
        && signsIn != null
        && its != signsIn) {
      warnings.add(
          audience.described()
              + " is the audience of "
              + its
              + ", and the identity signs in to "
              + signsIn
              + ": unless the federated credential has it, set "
              + audience.key
              + '='
              + signsIn.tokenExchangeAudience());
    }
  }

  private void warnOfScope(Setting setting, List<String> warnings) {
    Cloud its = Cloud.ofScope(setting.value);
    for (Target target : targets) {
      Cloud cloud = Cloud.ofHost(target.host());
      if (its != null && its != cloud && isResource(target)) {
        warnings.add(
            setting.described()
                + " is a scope of "
                + its
                + ", and "
                + target.host()
                + " is in "
                + cloud
                + ": remove "
                + setting.key);
        return;
      }
    }
  }

  private static @Nullable Cloud ofAudience(String audience) {
    for (Cloud cloud : new Cloud[] {Cloud.PUBLIC, Cloud.US_GOVERNMENT, Cloud.CHINA}) {
      if (cloud.tokenExchangeAudience().equals(audience)) {
        return cloud;
      }
    }
    return null;
  }

  /** The cloud that gives the token for a host; null if the scope is somebody's own. */
  private @Nullable Cloud cloudOfToken(Cloud host) {
    return scope == null ? host : Cloud.ofScope(scope);
  }

  private static boolean isResource(Target target) {
    return TargetParser.isCloudResource(target.wildcard() ? "any." + target.host() : target.host());
  }

  /** A managed identity and the developer tools have their own cloud. */
  private static boolean asksAuthority(Identity identity) {
    String credential = identity.credential();
    return !credential.equals("managed-identity") && !credential.startsWith("azure-");
  }

  /** The targets that can be read, for who only wants to know the default. */
  static List<Target> readable(String hosts) {
    List<Target> targets = new ArrayList<>();
    for (String text : Lists.split(hosts)) {
      try {
        targets.add(TargetParser.parse(text));
      } catch (IllegalArgumentException toldElsewhere) {
        return new ArrayList<>();
      }
    }
    return targets;
  }
}
