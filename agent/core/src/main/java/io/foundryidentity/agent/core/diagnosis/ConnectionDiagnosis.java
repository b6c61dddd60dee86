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
          "Nothing listens at " + peer() + ". Check the host and the port.");
    }
    return new Explanation(
        Cause.CONNECTION_FAILED,
        "The connection to "
            + peer()
            + " failed: "
            + PlainText.of(failure.getMessage() + "")
            + ".");
  }

  private Explanation proxyRefused(int status) {
    if (status == 407) {
      return new Explanation(
          Cause.PROXY_WANTS_LOGIN,
          "The proxy "
              + proxy
              + " wants a login. The agent takes it from HTTPS_PROXY, if https.proxyHost is not set."
              + " The application's client needs the login too, by its own settings.",
          asked.shell().set("HTTPS_PROXY", "http://USER:PASSWORD@" + proxy));
    }
    return new Explanation(
        Cause.PROXY_REFUSES,
        "The proxy "
            + proxy
            + " does not allow connections to "
            + asked.host()
            + " (it answered "
            + status
            + "). Ask for permission there. If the host can be reached without the proxy, exclude it:"
            + " NO_PROXY counts for HTTPS_PROXY, http.nonProxyHosts for https.proxyHost.",
        asked.shell().append("NO_PROXY", asked.host()),
        asked.shell().flag("http.nonProxyHosts", "localhost|127.*|" + asked.host()));
  }

  private Explanation nameUnknown() {
    if (proxy != null) {
      return new Explanation(
          Cause.NAME_UNKNOWN,
          "The name of the proxy "
              + proxy
              + " does not resolve. Check HTTPS_PROXY and https.proxyHost.",
          "nslookup " + proxy.substring(0, Math.max(0, proxy.lastIndexOf(':'))));
    }
    FoundryResource resource = new FoundryResource(asked.host(), asked.path());
    return new Explanation(
        Cause.NAME_UNKNOWN,
        asked.host()
            + " does not resolve. The name is wrong, the resource was deleted, this machine has no DNS,"
            + " or only a proxy resolves names."
            + (resource.subdomain() == null
                ? ""
                : " If the resource has a private endpoint, the private DNS zone "
                    + resource.privateZone()
                    + " may not be linked to this network."),
        "nslookup " + asked.host(),
        proxyFlags(asked, "<proxy>", "<port>"));
  }

  private Explanation noAnswer() {
    return new Explanation(
        Cause.NO_ANSWER,
        "Nothing answers at "
            + peer()
            + (proxy == null && asked.leadsInside()
                ? ". Its address is private, so this is a private endpoint, and this machine is not in"
                    + " a network that reaches it."
                : ". A firewall drops the packets, or this network needs a proxy."),
        proxy == null && !asked.leadsInside()
            ? new String[] {proxyFlags(asked, "<proxy>", "<port>")}
            : new String[0]);
  }

  /**
   * Explains a target that is reached through {@code HTTPS_PROXY} and not by the JVM's own
   * settings.
   *
   * @param proxy {@code host:port} of that variable
   * @param directly why there is no connection by the JVM's own settings
   */
  public static Explanation variableOnly(Asked asked, String proxy, String directly) {
    int colon = proxy.lastIndexOf(':');
    return new Explanation(
        Cause.PROXY_VARIABLE_ONLY,
        "Only HTTPS_PROXY names a proxy, and Java does not read this variable: HttpURLConnection, the"
            + " JDK's HttpClient and OkHttp (openai-java) connect directly, which fails ("
            + PlainText.of(directly)
            + "). azure-core reads it only with -Djava.net.useSystemProxies=true. The agent's own"
            + " requests use it. Give the application's JVM the proxy:",
        proxyFlags(asked, proxy.substring(0, colon), proxy.substring(colon + 1)));
  }

  private static String proxyFlags(Asked asked, String host, String port) {
    return asked.shell().flag("https.proxyHost", host)
        + " "
        + asked.shell().flag("https.proxyPort", port);
  }

  private Explanation tls() {
    String said = messages();
    if (said.contains("PKIX") || said.contains("unable to find valid certification path")) {
      return new Explanation(
          Cause.TLS_UNTRUSTED,
          "The JVM does not trust the certificate of "
              + asked.host()
              + ". If a proxy inspects TLS, it is the proxy's certificate. Find out who issued it, and"
              + " give the JVM a trust store with that authority.",
          asked.shell().showCertificate(asked.host(), port),
          asked.shell().flag("javax.net.ssl.trustStore", "/path/to/trust.p12"));
    }
    if (said.contains("No subject alternative") || said.contains("No name matching")) {
      return new Explanation(
          Cause.TLS_WRONG_NAME,
          "The server that answers for "
              + asked.host()
              + " has a certificate for another name. The host is wrong, or something between here and"
              + " the target answers in its place.",
          asked.shell().showCertificate(asked.host(), port));
    }
    return new Explanation(
        Cause.TLS_FAILED,
        "TLS with "
            + peer()
            + " failed: "
            + PlainText.of(said)
            + ". Check that this port serves https.",
        asked.shell().showCertificate(asked.host(), port));
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
