package io.foundryidentity.agent.azure;

import io.foundryidentity.agent.core.connection.ServerTrust;
import io.foundryidentity.agent.core.targets.Quoted;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * An identity binding of AKS: workload identity's token requests go to the cluster's token proxy.
 *
 * <p>The webhook of AKS sets all of its variables. A binding that is not whole is named, as a
 * request to Entra ID instead would be refused with no hint at the cause.
 *
 * <p>azure-identity has {@code enableAzureProxy()} for it, which is not used: its client is an
 * {@code HttpsURLConnection}, with the application's cookies, authenticator and proxy, and without
 * a limit for the whole exchange; it replaces the pipeline's client, so that no secret would be
 * learned and no answer checked.
 */
final class IdentityBinding implements ServerTrust {

  static final String PROXY = "AZURE_KUBERNETES_TOKEN_PROXY";
  static final String NAME = "AZURE_KUBERNETES_SNI_NAME";

  private final URL proxy;
  private final @Nullable String serverName;
  private final BindingAuthority authority;

  private IdentityBinding(URL proxy, @Nullable String serverName, BindingAuthority authority) {
    this.proxy = proxy;
    this.serverName = serverName;
    this.authority = authority;
  }

  /**
   * The binding of that environment; null if there is none.
   *
   * @throws WrongSettingException if it is incomplete or wrong
   */
  static @Nullable IdentityBinding of(IdentityEnvironment environment) {
    String proxy = environment.trimmed(PROXY);
    String name = environment.trimmed(NAME);
    BindingAuthority authority = BindingAuthority.of(environment);
    if (proxy == null) {
      if (name == null && authority == null) {
        return null;
      }
      throw incomplete(
          (name != null ? NAME : BindingAuthority.set(environment))
              + " is set, and "
              + PROXY
              + " is not");
    }
    if (authority == null) {
      throw incomplete(
          PROXY
              + " is set, and neither "
              + BindingAuthority.FILE
              + " nor "
              + BindingAuthority.DATA
              + " is");
    }
    if (name != null && !isHostName(name)) {
      throw new WrongSettingException(NAME + "=" + Quoted.quote(name) + " is not a host name");
    }
    URL url = url(proxy);
    authority.check();
    return new IdentityBinding(url, name, authority);
  }

  private static WrongSettingException incomplete(String what) {
    return new WrongSettingException(
        what
            + ": the identity binding of AKS is not complete; its webhook sets all of the variables"
            + " when a pod is created, so create the pods again (kubectl rollout restart deployment"
            + " <deployment>)");
  }

  private static URL url(String proxy) {
    String mistake = "is not a URL";
    try {
      URI uri = new URI(proxy);
      mistake = mistake(uri);
      if (mistake == null) {
        return new URL("https", uri.getHost(), uri.getPort(), "");
      }
    } catch (URISyntaxException | MalformedURLException e) {
      // Reported below without the value's secret parts
    }
    throw new WrongSettingException(
        PROXY
            + "="
            + Quoted.quote(proxy)
            + " "
            + mistake
            + ": the token proxy of AKS is an https URL of a host, with or without a port");
  }

  private static @Nullable String mistake(URI uri) {
    String path = uri.getRawPath();
    if (!"https".equalsIgnoreCase(uri.getScheme())) {
      return "is not an https URL";
    }
    if (uri.getHost() == null) {
      return "has no host";
    }
    if (uri.getRawUserInfo() != null) {
      return "has user information";
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      return "has a query or a fragment";
    }
    return path == null || path.isEmpty() || path.equals("/") ? null : "has a path";
  }

  private static boolean isHostName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letterOrDigit =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      boolean inside = i > 0 && i < name.length() - 1 && name.charAt(i - 1) != '.';
      if (!letterOrDigit && !(inside && (c == '-' || c == '.'))) {
        return false;
      }
    }
    return true;
  }

  /**
   * The URL at the token proxy.
   *
   * @param asked one of Entra ID; its path and query stay
   */
  URL at(URL asked) throws MalformedURLException {
    return new URL("https", proxy.getHost(), proxy.getPort(), asked.getFile());
  }

  @Override
  public SSLSocketFactory sockets() throws IOException {
    return authority.sockets();
  }

  @Override
  public @Nullable String serverName() {
    return serverName;
  }

  String otherName() {
    return certificate()
        + "is not for "
        + (serverName == null
            ? proxy.getHost() + ", as " + NAME + " is not set"
            : Quoted.quote(serverName) + " (" + NAME + ")");
  }

  String otherAuthority() {
    return certificate() + "is not from the authority in " + authority.source();
  }

  String expiredCertificate() {
    return certificate() + "has expired, or is not valid yet";
  }

  private String certificate() {
    return "the certificate of the token proxy ("
        + PROXY
        + "="
        + Quoted.quote(proxy.toString())
        + ") ";
  }
}
