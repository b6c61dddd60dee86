package io.foundryidentity.agent.core.targets;

import org.jspecify.annotations.Nullable;

/**
 * The clouds of Azure, which share nothing: an identity of one gets no token for a resource of
 * another, and each has its own authority. Asking allocates nothing.
 */
public final class Cloud {

  public static final Cloud PUBLIC =
      new Cloud(
          "the public cloud",
          "AzureCloud",
          "https://login.microsoftonline.com/",
          "api://AzureADTokenExchange",
          new String[] {".azure.com"},
          new String[] {
            "login.microsoftonline.com",
            "login.microsoft.com",
            "login.windows.net",
            "sts.windows.net"
          });

  public static final Cloud US_GOVERNMENT =
      new Cloud(
          "the US Government cloud",
          "AzureUSGovernment",
          "https://login.microsoftonline.us/",
          "api://AzureADTokenExchangeUSGov",
          new String[] {
            ".azure.us",
            ".azure-api.us",
            ".azurewebsites.us",
            ".usgovcloudapi.net",
            ".usgovcloudapp.net",
            ".usgovtrafficmanager.net"
          },
          new String[] {
            "login.microsoftonline.us", "login-us.microsoftonline.com", "login.usgovcloudapi.net"
          });

  public static final Cloud CHINA =
      new Cloud(
          "the China cloud",
          "AzureChinaCloud",
          "https://login.partner.microsoftonline.cn/",
          "api://AzureADTokenExchangeChina",
          new String[] {
            ".azure.cn",
            ".azure-api.cn",
            ".chinacloudsites.cn",
            ".chinacloudapi.cn",
            ".chinacloudapp.cn",
            ".trafficmanager.cn"
          },
          new String[] {"login.partner.microsoftonline.cn", "login.chinacloudapi.cn"});

  private static final Cloud[] ALL = {PUBLIC, US_GOVERNMENT, CHINA};

  private final String name;
  private final String commandName;
  private final String authority;
  private final String tokenExchangeAudience;
  private final String[] suffixes;
  private final String[] authorities;

  private Cloud(
      String name,
      String commandName,
      String authority,
      String tokenExchangeAudience,
      String[] suffixes,
      String[] authorities) {
    this.name = name;
    this.commandName = commandName;
    this.authority = authority;
    this.tokenExchangeAudience = tokenExchangeAudience;
    this.suffixes = suffixes;
    this.authorities = authorities;
  }

  /**
   * The cloud of a target; {@link #PUBLIC} for a name that says nothing of its cloud.
   *
   * @param host in any case, with or without a trailing dot
   */
  public static Cloud ofHost(String host) {
    Cloud cloud = of(host, host.endsWith(".") ? host.length() - 1 : host.length());
    return cloud == null ? PUBLIC : cloud;
  }

  /** The cloud of the resource that a scope names; null for one of somebody's own. */
  public static @Nullable Cloud ofScope(String scope) {
    if (!scope.startsWith("https://")) {
      return null;
    }
    int slash = scope.indexOf('/', 8);
    return of(scope, slash < 0 ? scope.length() : slash);
  }

  private static @Nullable Cloud of(String text, int end) {
    for (Cloud cloud : ALL) {
      for (String suffix : cloud.suffixes) {
        if (TargetTable.endsWith(text, end, suffix)) {
          return cloud;
        }
      }
    }
    return null;
  }

  /**
   * The cloud of an authority; null if its name does not say so, as in a private network.
   *
   * @param authority an https URL; null for the default, which is the public cloud's
   */
  public static @Nullable Cloud ofAuthority(@Nullable String authority) {
    if (authority == null) {
      return PUBLIC;
    }
    int begin = authority.indexOf("://");
    begin = begin < 0 ? 0 : begin + 3;
    int end = begin;
    while (end < authority.length() && "/:?#".indexOf(authority.charAt(end)) < 0) {
      end++;
    }
    for (Cloud cloud : ALL) {
      for (String host : cloud.authorities) {
        // A regional one has a label in front
        int at = end - host.length();
        if (TargetTable.endsWith(authority, end, host)
            && (at == begin || (at > begin && authority.charAt(at - 1) == '.'))) {
          return cloud;
        }
      }
    }
    return null;
  }

  /**
   * What an assertion is for at an authority: the same for all tenants of a cloud.
   *
   * @param authority as for {@link #ofAuthority}; one that no cloud has is taken for the public
   *     cloud's
   */
  public static String tokenExchangeAudience(@Nullable String authority) {
    Cloud cloud = ofAuthority(authority);
    return (cloud == null ? PUBLIC : cloud).tokenExchangeAudience();
  }

  /** As part of a sentence: {@code the US Government cloud}. */
  public String words() {
    return name;
  }

  /** What the Azure CLI, Azure PowerShell and the Azure Developer CLI call it. */
  public String commandName() {
    return commandName;
  }

  /** The URL of its authority. */
  public String authority() {
    return authority;
  }

  /** The audience of an assertion that is exchanged for a token of an application. */
  public String tokenExchangeAudience() {
    return tokenExchangeAudience;
  }

  @Override
  public String toString() {
    return name;
  }
}
