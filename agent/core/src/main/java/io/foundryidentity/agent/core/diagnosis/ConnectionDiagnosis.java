package io.foundryidentity.agent.core.diagnosis;

import io.foundryidentity.agent.core.connection.ProxyRefusedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Explains why a target was not reached. */
public final class ConnectionDiagnosis {

  private final Throwable failure;
  private final Asked asked;
  private final @Nullable String proxy;
  private final int port;

  private ConnectionDiagnosis(Throwable failure, Asked asked, int port, @Nullable String proxy) {
    this.failure = failure;
    this.asked = asked;
    this.port = port;
    this.proxy = proxy;
  }

  /**
   * Explains what {@code Connector} threw.
   *
   * @param proxy {@code host:port} of the proxy in use, or null
   */
  public static Explanation explain(
      IOException failure, Asked asked, int port, @Nullable String proxy) {
    return new ConnectionDiagnosis(failure, asked, port, proxy).explanation();
  }

  private Explanation explanation() {
    ProxyRefusedException refused = find(ProxyRefusedException.class);
    if (refused != null) {
      return proxyRefused(refused.status());
    }
    if (find(UnknownHostException.class) != null) {
      return nameUnknown();
    }
    if (find(SSLException.class) != null) {
      return tls();
    }
    if (find(SocketTimeoutException.class) != null || find(NoRouteToHostException.class) != null) {
      return noAnswer();
    }
    if (find(ConnectException.class) != null) {
      return new Explanation(
          Cause.CONNECTION_REFUSED,
          "Nothing listens at " + peer() + ": check the host and the port.");
    }
    return new Explanation(
        Cause.CONNECTION_FAILED,
        "The connection to " + peer() + " broke: " + PlainText.of(failure.getMessage() + "") + ".");
  }

  private Explanation proxyRefused(int status) {
    if (status == 407) {
      return new Explanation(
          Cause.PROXY_WANTS_LOGIN,
          "The proxy " + proxy + " wants a login.",
          "export HTTPS_PROXY=http://USER:PASSWORD@" + proxy);
    }
    return new Explanation(
        Cause.PROXY_REFUSES,
        "The proxy "
            + proxy
            + " does not let connections to "
            + asked.host()
            + " through (it answered "
            + status
            + "). Have it allowed there; where the host is reached without the proxy, leave it out.",
        "export NO_PROXY=\"$NO_PROXY," + asked.host() + "\"",
        "-Dhttp.nonProxyHosts=" + asked.host());
  }

  private Explanation nameUnknown() {
    if (proxy != null) {
      return new Explanation(
          Cause.NAME_UNKNOWN,
          "The proxy's name "
              + proxy
              + " does not resolve: check HTTPS_PROXY and"
              + " https.proxyHost.",
          "nslookup " + proxy.substring(0, Math.max(0, proxy.lastIndexOf(':'))));
    }
    FoundryResource resource = new FoundryResource(asked.host(), asked.path());
    return new Explanation(
        Cause.NAME_UNKNOWN,
        asked.host()
            + " does not resolve: the name is misspelt, the resource is gone, this machine has no"
            + " DNS, or names are resolved by a proxy only."
            + (resource.subdomain() == null
                ? ""
                : " Of a resource with a private endpoint the private DNS zone "
                    + resource.privateZone()
                    + " may not be linked to this network."),
        "nslookup " + asked.host(),
        "export HTTPS_PROXY=http://PROXY:PORT");
  }

  private Explanation noAnswer() {
    return new Explanation(
        Cause.NO_ANSWER,
        "Nothing answers at "
            + peer()
            + (proxy == null && asked.leadsInside()
                ? ": its address is private, so this is a private endpoint, and this machine is not in"
                    + " a network that reaches it."
                : ": a firewall drops the packets, or the way out is a proxy."),
        "export HTTPS_PROXY=http://PROXY:PORT");
  }

  private Explanation tls() {
    String said = messages();
    if (said.contains("PKIX") || said.contains("unable to find valid certification path")) {
      return new Explanation(
          Cause.TLS_UNTRUSTED,
          "The JVM does not trust the certificate of "
              + asked.host()
              + "; where a proxy looks into TLS, that is the proxy's. See who signed it, and give the"
              + " JVM a trust store with that authority.",
          "openssl s_client -showcerts -connect " + asked.host() + ":" + port + " </dev/null",
          "-Djavax.net.ssl.trustStore=/path/to/trust.p12");
    }
    if (said.contains("No subject alternative") || said.contains("No name matching")) {
      return new Explanation(
          Cause.TLS_WRONG_NAME,
          "Who answers as "
              + asked.host()
              + " has a certificate for another name: the host is not the one that the certificate"
              + " names, or something stands in between.",
          "openssl s_client -connect " + asked.host() + ":" + port + " </dev/null");
    }
    return new Explanation(
        Cause.TLS_FAILED,
        "TLS with "
            + peer()
            + " failed: "
            + PlainText.of(said)
            + ". Is it https that is served there?",
        "openssl s_client -connect " + asked.host() + ":" + port + " </dev/null");
  }

  private String peer() {
    return proxy == null ? asked.host() + ":" + port : "the proxy " + proxy;
  }

  private String messages() {
    StringBuilder messages = new StringBuilder();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SSLException || messages.length() > 0) {
        messages.append(messages.length() == 0 ? "" : "; ").append(t.getMessage());
      }
    }
    return messages.toString();
  }

  private <T extends Throwable> @Nullable T find(Class<T> type) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return type.cast(t);
      }
    }
    return null;
  }
}
