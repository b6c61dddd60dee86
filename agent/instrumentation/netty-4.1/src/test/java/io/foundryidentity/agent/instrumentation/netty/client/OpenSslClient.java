package io.foundryidentity.agent.instrumentation.netty.client;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.net.URI;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** {@link Http1Client} with the TLS of netty-tcnative. */
public final class OpenSslClient extends Http1Client {

  private final SslContext context;
  private final boolean names;

  /**
   * @param names whether names are compared
   */
  public OpenSslClient(SSLContext plain, File authority, boolean names) throws SSLException {
    super(plain);
    this.names = names;
    context =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.OPENSSL)
            .trustManager(authority)
            .build();
  }

  @Override
  SSLEngine engine(URI uri) {
    SSLEngine engine =
        context.newEngine(UnpooledByteBufAllocator.DEFAULT, uri.getHost(), uri.getPort());
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm(names ? "HTTPS" : "");
    engine.setSSLParameters(parameters);
    return engine;
  }
}
