package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.CertificateAuthority;
import java.nio.file.Path;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultRedirectStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.VersionInfo;

/** What the clients under test have in common. */
final class Trust {

  private Trust() {}

  /** Sets the default trust: the one setting that works in all versions. */
  static void in(TestNetwork network) {
    CertificateAuthority certificates = network.simulator().certificates();
    System.setProperty("javax.net.ssl.trustStore", certificates.trustStore().toString());
    System.setProperty("javax.net.ssl.trustStorePassword", certificates.trustStorePassword());
  }

  /**
   * Follows every redirect. By default the newest version follows no redirect to another host with
   * a credential that the application wrote; here the suite checks what such a hop carries.
   */
  static final class FollowingAll extends DefaultRedirectStrategy {
    // An override from 5.4 on
    @SuppressWarnings({"unused", "MissingOverride"})
    public boolean isRedirectAllowed(
        HttpHost from, HttpHost to, HttpRequest redirect, HttpContext context) {
      return true;
    }
  }

  /** By reflection, as the older versions know no such sockets; false for those. */
  static boolean useUnixSocket(RequestConfig.Builder config, Path path) {
    try {
      RequestConfig.Builder.class.getMethod("setUnixDomainSocket", Path.class).invoke(config, path);
      return true;
    } catch (NoSuchMethodException older) {
      return false;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
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
