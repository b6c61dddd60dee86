package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import io.foundryidentity.simulator.CertificateAuthority;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.SocketAddress;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.reactor.ssl.SSLBufferMode;
import org.apache.hc.core5.reactor.ssl.SSLSessionInitializer;
import org.apache.hc.core5.reactor.ssl.SSLSessionVerifier;
import org.apache.hc.core5.reactor.ssl.TlsDetails;
import org.apache.hc.core5.reactor.ssl.TransportSecurityLayer;
import org.apache.hc.core5.util.Timeout;

/** TLS as an application can set it up for the asynchronous client, in all versions. */
final class OwnTls implements TlsStrategy {

  private final SSLContext trust;
  private final String protocol;
  private final boolean asksForAnother;

  private OwnTls(SSLContext trust, String protocol, boolean asksForAnother) {
    this.trust = trust;
    this.protocol = protocol;
    this.asksForAnother = asksForAnother;
  }

  /** The session has no peer's host and port, as with some providers. */
  static OwnTls withoutPeer(SSLContext trust, String protocol) {
    return new OwnTls(trust, protocol, false);
  }

  /** Asks for a server of another name, whose certificate the JDK then accepts too. */
  static OwnTls askingForAnother(SSLContext trust, String protocol) {
    return new OwnTls(trust, protocol, true);
  }

  @Override
  public boolean upgrade(
      TransportSecurityLayer connection,
      HttpHost host,
      SocketAddress local,
      SocketAddress remote,
      Object attachment,
      Timeout timeout) {
    connection.startTls(trust, host, SSLBufferMode.STATIC, this::ask, this::details, timeout);
    return true;
  }

  /** An override from 5.2 on, and by reflection, as 5.0 tells nobody when the handshake ends. */
  @SuppressWarnings({"unused", "MissingOverride"})
  public void upgrade(
      TransportSecurityLayer connection,
      NamedEndpoint host,
      Object attachment,
      Timeout timeout,
      FutureCallback<TransportSecurityLayer> whenDone)
      throws ReflectiveOperationException {
    SSLSessionInitializer ask = this::ask;
    SSLSessionVerifier details = this::details;
    TransportSecurityLayer.class
        .getMethod(
            "startTls",
            SSLContext.class,
            NamedEndpoint.class,
            SSLBufferMode.class,
            SSLSessionInitializer.class,
            SSLSessionVerifier.class,
            Timeout.class,
            FutureCallback.class)
        .invoke(connection, trust, host, SSLBufferMode.STATIC, ask, details, timeout, whenDone);
  }

  private void ask(NamedEndpoint endpoint, SSLEngine engine) {
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setApplicationProtocols(new String[] {protocol});
    if (asksForAnother) {
      parameters.setServerNames(List.of(new SNIHostName(CertificateAuthority.IMPOSTOR)));
    }
    engine.setSSLParameters(parameters);
  }

  private TlsDetails details(NamedEndpoint endpoint, SSLEngine engine) {
    return asksForAnother ? null : new TlsDetails(peerless(engine), protocol);
  }

  private static SSLSession peerless(SSLEngine engine) {
    SSLSession session = engine.getSession();
    return (SSLSession)
        Proxy.newProxyInstance(
            OwnTls.class.getClassLoader(),
            new Class<?>[] {SSLSession.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "getPeerHost":
                  return null;
                case "getPeerPort":
                  return -1;
                case "equals":
                  return proxy == arguments[0];
                default:
                  try {
                    return method.invoke(session, arguments);
                  } catch (InvocationTargetException thrown) {
                    throw thrown.getCause();
                  }
              }
            });
  }
}
