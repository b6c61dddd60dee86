package io.foundryidentity.agent.instrumentation.asynchttpclient.client;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.asynchttpclient.AsyncHttpClient;
import org.asynchttpclient.DefaultAsyncHttpClientConfig;
import org.asynchttpclient.Dsl;

/** Makes clients of version 2, whose times are milliseconds, and 3, whose times are durations. */
final class AsyncHttpClients {

  private AsyncHttpClients() {}

  static AsyncHttpClient of(SSLContext trust, boolean http2, boolean checkNames, Duration read) {
    DefaultAsyncHttpClientConfig.Builder config =
        Dsl.config()
            .setSslEngineFactory(
                (settings, host, port) -> engine(trust, host, port, http2, checkNames))
            .setDisableHttpsEndpointIdentificationAlgorithm(!checkNames);
    set(config, "setReadTimeout", read);
    set(config, "setRequestTimeout", Duration.ofMinutes(1));
    for (Method setter : config.getClass().getMethods()) {
      if (setter.getName().equals("setHttp2Enabled")) {
        call(setter, config, http2);
      }
    }
    return Dsl.asyncHttpClient(config);
  }

  /**
   * As each version's own factory does it where it checks names; version 3 leaves that to Netty.
   */
  private static SSLEngine engine(
      SSLContext trust, String host, int port, boolean http2, boolean checkNames) {
    // Netty's own wrapper of the JDK's engine: it tells the chosen protocol
    SSLEngine engine =
        new JdkSslContext(
                trust,
                true,
                null,
                IdentityCipherSuiteFilter.INSTANCE,
                new ApplicationProtocolConfig(
                    Protocol.ALPN,
                    SelectorFailureBehavior.NO_ADVERTISE,
                    SelectedListenerFailureBehavior.ACCEPT,
                    http2 ? new String[] {"h2", "http/1.1"} : new String[] {"http/1.1"}),
                ClientAuth.NONE,
                null,
                false)
            .newEngine(ByteBufAllocator.DEFAULT, host, port);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm(checkNames ? "HTTPS" : null);
    engine.setSSLParameters(parameters);
    return engine;
  }

  /** Sets a time in the unit of the version. */
  static void set(Object builder, String name, Duration value) {
    for (Method setter : builder.getClass().getMethods()) {
      if (setter.getName().equals(name) && setter.getParameterCount() == 1) {
        boolean old = setter.getParameterTypes()[0] == int.class;
        call(setter, builder, old ? (Object) (int) value.toMillis() : value);
        return;
      }
    }
    throw new IllegalArgumentException(name);
  }

  private static void call(Method method, Object receiver, Object argument) {
    try {
      method.invoke(receiver, argument);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(e);
    }
  }
}
