package io.foundryidentity.agent.instrumentation.testing;

import io.foundryidentity.simulator.CertificateAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * Asks TLS for a server name of its own, as an application's factory can: the JDK then accepts a
 * certificate for either name.
 */
public final class ServerNameFactory extends SSLSocketFactory {

  private final SSLSocketFactory tls;
  private final String name;

  private ServerNameFactory(SSLSocketFactory tls, String name) {
    this.tls = tls;
    this.name = name;
  }

  /**
   * Sockets that trust the authority. Their context is a new one: from a shared one TLS would
   * resume the session for a later client of the same server, and check no certificate then.
   *
   * @param name of the server that TLS asks for
   */
  public static ServerNameFactory asking(String name, CertificateAuthority authority) {
    try (InputStream file = Files.newInputStream(authority.trustStore())) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(file, authority.trustStorePassword().toCharArray());
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return new ServerNameFactory(context.getSocketFactory(), name);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("This JDK cannot trust the simulator", e);
    }
  }

  private Socket named(Socket socket) {
    SSLParameters parameters = ((SSLSocket) socket).getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(name)));
    ((SSLSocket) socket).setSSLParameters(parameters);
    return socket;
  }

  @Override
  public Socket createSocket() throws IOException {
    return named(tls.createSocket());
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return named(tls.createSocket(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return named(tls.createSocket(host, port, local, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return named(tls.createSocket(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return named(tls.createSocket(host, port, local, localPort));
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    return named(tls.createSocket(socket, host, port, autoClose));
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return tls.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return tls.getSupportedCipherSuites();
  }
}
