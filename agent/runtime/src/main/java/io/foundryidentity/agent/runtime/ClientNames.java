package io.foundryidentity.agent.runtime;

/**
 * The names that the key {@code clients} may hold.
 *
 * <p>Apart from {@link Clients}, as they are checked before {@code main} and the clients load long
 * after; a test holds the two together.
 */
final class ClientNames {

  /** On demand: named, or once classes of {@link #COPILOT_SDK} were seen. */
  static final String COPILOT_CLI = "copilot-cli";

  static final String COPILOT_SDK = "copilot-sdk";

  /**
   * What tells that {@link #COPILOT_CLI} is needed where it is named; known before {@code main}.
   */
  static final String PROCESS_BUILDER = "java/lang/ProcessBuilder";

  static final String[] ALL = {
    "akka-http", //
    "apache-httpasyncclient-4", //
    "apache-httpclient-4", //
    "apache-httpclient-5", //
    "azure-core", //
    "commons-httpclient-3", //
    COPILOT_CLI, //
    COPILOT_SDK, //
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
