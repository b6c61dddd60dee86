package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.CertificateAuthority;
import org.apache.hc.client5.http.impl.DefaultRedirectStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.VersionInfo;

/** What the clients under test have in common. */
final class Trust {

  private Trust() {}

  /** By the default trust: the one setting that all versions take alike. */
  static void in(TestNetwork network) {
    CertificateAuthority certificates = network.simulator().certificates();
    System.setProperty("javax.net.ssl.trustStore", certificates.trustStore().toString());
    System.setProperty("javax.net.ssl.trustStorePassword", certificates.trustStorePassword());
  }

  /**
   * Follows everything. By itself the newest follows no redirect to another host with a credential
   * that the application wrote; here the suite wants to see what such a hop carries.
   */
  static final class FollowingAll extends DefaultRedirectStrategy {
    // An override from 5.4 on
    @SuppressWarnings({"unused", "MissingOverride"})
    public boolean isRedirectAllowed(
        HttpHost from, HttpHost to, HttpRequest redirect, HttpContext context) {
      return true;
    }
  }

  /** The oldest client under test, whose abilities differ. */
  static boolean isOldest() {
    ClassLoader loader = Trust.class.getClassLoader();
    return VersionInfo.loadVersionInfo("org.apache.hc.client5", loader)
        .getRelease()
        .startsWith("5.0");
  }
}
