package io.foundryidentity.agent.instrumentation.akkahttp;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * An application's own TLS, whose engines are for another server than the one they are asked for.
 */
final class EnginesForAnother extends SSLContextSpi {

  private final SSLContext trust;
  private final String name;

  private EnginesForAnother(SSLContext trust, String name) {
    this.trust = trust;
    this.name = name;
  }

  /** JSSE then asks for that server, and compares its certificate with that name. */
  static SSLContext of(SSLContext trust, String name) {
    return new SSLContext(
        new EnginesForAnother(trust, name), trust.getProvider(), trust.getProtocol()) {};
  }

  @Override
  protected SSLEngine engineCreateSSLEngine(String asked, int port) {
    SSLEngine engine = trust.createSSLEngine(name, port);
    engine.setUseClientMode(true);
    SSLParameters checked = engine.getSSLParameters();
    checked.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(checked);
    return engine;
  }

  @Override
  protected SSLEngine engineCreateSSLEngine() {
    return engineCreateSSLEngine(name, 443);
  }

  @Override
  protected void engineInit(KeyManager[] keys, TrustManager[] trusts, SecureRandom random)
      throws KeyManagementException {
    throw new KeyManagementException("made with its trust");
  }

  @Override
  protected SSLSocketFactory engineGetSocketFactory() {
    return trust.getSocketFactory();
  }

  @Override
  protected SSLServerSocketFactory engineGetServerSocketFactory() {
    return trust.getServerSocketFactory();
  }

  @Override
  protected SSLSessionContext engineGetServerSessionContext() {
    return trust.getServerSessionContext();
  }

  @Override
  protected SSLSessionContext engineGetClientSessionContext() {
    return trust.getClientSessionContext();
  }

  @Override
  protected SSLParameters engineGetDefaultSSLParameters() {
    return trust.getDefaultSSLParameters();
  }

  @Override
  protected SSLParameters engineGetSupportedSSLParameters() {
    return trust.getSupportedSSLParameters();
  }
}
