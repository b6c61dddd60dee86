package io.foundryidentity.agent.runtime;

/**
 * The names that the key {@code clients} may hold.
 *
 * <p>Apart from {@link Clients}, as they are checked before {@code main} and the clients load long
 * after; a test holds the two together.
 */
final class ClientNames {

  static final String[] ALL = {
    "akka-http", //
    "apache-httpasyncclient-4", //
    "apache-httpclient-4", //
    "apache-httpclient-5", //
    "commons-httpclient-3", //
    "copilot-sdk", //
    "helidon-webclient", //
    "http-url-connection", //
    "java-http-client", //
    "jetty-client", //
    "ktor-client", //
    "netty", //
    "okhttp", //
    "okhttp-2", //
    "pekko-http", //
  };

  private ClientNames() {}
}
