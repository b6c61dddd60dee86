package io.foundryidentity.agent.instrumentation.netty.client;

import java.net.URI;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** The JDK's TLS, which works with all versions of Netty. */
final class Tls {

  private Tls() {}

  /** An engine that verifies the URI's host. */
  static SSLEngine engine(SSLContext trust, URI uri, String... protocols) {
    SSLEngine engine = trust.createSSLEngine(uri.getHost(), uri.getPort());
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setApplicationProtocols(protocols);
    // Netty's handler does not know TLS 1.3 before 4.1.31
    parameters.setProtocols(new String[] {"TLSv1.2"});
    engine.setSSLParameters(parameters);
    return engine;
  }

  /** The same, but no name is compared, as Netty 4.1 does by default. */
  static SSLEngine unverifying(SSLContext trust, URI uri) {
    SSLEngine engine = engine(trust, uri);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("");
    engine.setSSLParameters(parameters);
    return engine;
  }
}
