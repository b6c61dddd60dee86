package io.foundryidentity.agent.instrumentation.pekkohttp;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.HttpsConnectionContext;

/** The TLS settings of an application; replaces the class with this name in Akka's tests. */
final class TlsContexts {

  private TlsContexts() {}

  static HttpsConnectionContext trusting(SSLContext trust) {
    return ConnectionContext.httpsClient(trust);
  }

  /** Compares no names. */
  static HttpsConnectionContext verifyingNobody(SSLContext trust) {
    return ConnectionContext.httpsClient(
        (host, port) -> {
          SSLEngine engine = trust.createSSLEngine(host, port);
          engine.setUseClientMode(true);
          return engine;
        });
  }
}
