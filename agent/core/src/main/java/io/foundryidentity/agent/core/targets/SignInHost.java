package io.foundryidentity.agent.core.targets;

import org.jspecify.annotations.Nullable;

/**
 * Recognizes the hosts that people and programs sign in at, by the labels of their names.
 *
 * <p>A list of whole names would always miss some: clouds, regions and ways to sign in have names
 * of their own ({@code login-us.microsoftonline.com}, {@code westus2.login.microsoft.com}, {@code
 * login.usgovcloudapi.net}), and tenants of Entra External ID and Azure AD B2C have domains of
 * their own, which are usually called {@code login}. So {@code login} and {@code sts} count in
 * every domain.
 */
final class SignInHost {

  private static final String[] LABELS = {
    "login",
    "logon",
    "autologon",
    "sts",
    "sts-fips",
    "b2clogin",
    "ciamlogin",
    "accesscontrol",
    "msidentity",
    "msauth",
    "msftauth",
    "microsoftazuread-sso",
    "sovcloud-identity"
  };

  /** Labels that begin like this count too: {@code login-us}, {@code microsoftonline-p}. */
  private static final String[] BEGINNINGS = {"login-", "logincert", "microsoftonline"};

  private SignInHost() {}

  /**
   * The label that says so; null for another host, and for a resource directly under the clouds'
   * own suffixes, whatever its name: Azure gives out no resource that is called {@code login}.
   *
   * @param host in lower case, without a trailing dot; for a wildcard: the part after the star
   */
  static @Nullable String label(String host) {
    if (TargetParser.isCloudResource(host)) {
      return null;
    }
    int begin = 0;
    for (int i = 0; i <= host.length(); i++) {
      if (i == host.length() || host.charAt(i) == '.') {
        if (isSignIn(host, begin, i)) {
          return host.substring(begin, i);
        }
        begin = i + 1;
      }
    }
    return null;
  }

  private static boolean isSignIn(String host, int begin, int end) {
    for (String label : LABELS) {
      if (label.length() == end - begin && host.startsWith(label, begin)) {
        return true;
      }
    }
    for (String beginning : BEGINNINGS) {
      if (beginning.length() <= end - begin && host.startsWith(beginning, begin)) {
        return true;
      }
    }
    return false;
  }
}
