package io.foundryidentity.agent.instrumentation.netty.client;

import java.net.URI;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** The JDK's TLS, which all versions of Netty take alike. */
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
}
