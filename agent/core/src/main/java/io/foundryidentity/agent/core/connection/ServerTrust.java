package io.foundryidentity.agent.core.connection;

import java.io.IOException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Whose certificates a server may have, and for which name, where that is not the JVM's affair. */
public interface ServerTrust {

  /**
   * Called for each connection, so that an authority that is renewed on disk counts at once.
   *
   * @throws IOException if TLS cannot be set up
   */
  SSLSocketFactory sockets() throws IOException;

  /** The name to ask for (SNI), which the certificate must have; null for that of the URL. */
  @Nullable String serverName();
}
