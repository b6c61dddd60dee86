package org.eclipse.jetty.alpn;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * The class that OkHttp 2 looks for on the boot class path of Java 7 and 8, implemented with the
 * JDK's own ALPN, so that the HTTP/2 classes can be tested on a current JDK.
 */
public final class ALPN {

  private static final Map<SSLSocket, Provider> PROVIDERS = new ConcurrentHashMap<>();

  private ALPN() {}

  /** Called before the handshake. */
  public static void put(SSLSocket socket, Provider provider) {
    PROVIDERS.put(socket, provider);
    SSLParameters parameters = socket.getSSLParameters();
    List<String> protocols = ((ClientProvider) provider).protocols();
    parameters.setApplicationProtocols(protocols.toArray(new String[0]));
    socket.setSSLParameters(parameters);
  }

  /** Called after the handshake, for the protocol that was agreed on. */
  public static Provider get(SSLSocket socket) throws Exception {
    Provider provider = PROVIDERS.get(socket);
    ((ClientProvider) provider).selected(socket.getApplicationProtocol());
    return provider;
  }

  public static Provider remove(SSLSocket socket) {
    return PROVIDERS.remove(socket);
  }

  /** Of either side. */
  public interface Provider {}

  /** The client's. */
  public interface ClientProvider extends Provider {
    List<String> protocols();

    void selected(String protocol) throws Exception;
  }

  /** OkHttp refers to it but does not use it. */
  public interface ServerProvider extends Provider {}
}
