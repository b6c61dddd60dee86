package org.eclipse.jetty.alpn;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * What OkHttp 2 looks for on the boot class path of Java 7 and 8, done with the JDK's own ALPN:
 * with it the HTTP/2 classes can be tested on a JDK of today.
 */
public final class ALPN {

  private static final Map<SSLSocket, Provider> PROVIDERS = new ConcurrentHashMap<>();

  private ALPN() {}

  /** Before the handshake. */
  public static void put(SSLSocket socket, Provider provider) {
    PROVIDERS.put(socket, provider);
    SSLParameters parameters = socket.getSSLParameters();
    List<String> protocols = ((ClientProvider) provider).protocols();
    parameters.setApplicationProtocols(protocols.toArray(new String[0]));
    socket.setSSLParameters(parameters);
  }

  /** After it, to learn what was agreed on. */
  public static Provider get(SSLSocket socket) throws Exception {
    Provider provider = PROVIDERS.get(socket);
    ((ClientProvider) provider).selected(socket.getApplicationProtocol());
    return provider;
  }

  public static Provider remove(SSLSocket socket) {
    return PROVIDERS.remove(socket);
  }

  /** Either side's. */
  public interface Provider {}

  /** The client's. */
  public interface ClientProvider extends Provider {
    List<String> protocols();

    void selected(String protocol) throws Exception;
  }

  /** OkHttp names it and does without. */
  public interface ServerProvider extends Provider {}
}
