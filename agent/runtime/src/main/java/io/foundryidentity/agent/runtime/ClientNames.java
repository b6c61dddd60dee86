package io.foundryidentity.agent.runtime;

/**
 * The names that the key {@code clients} accepts.
 *
 * <p>They are not in {@link Clients}, as they are checked before {@code main}, and the clients load
 * long after it; a test compares the two.
 */
final class ClientNames {

  /** On demand: if it is named, or when classes of {@link #COPILOT_SDK} load. */
  static final String COPILOT_CLI = "copilot-cli";

  static final String COPILOT_SDK = "copilot-sdk";

  /** When this class loads, a named {@link #COPILOT_CLI} is needed; known before {@code main}. */
  static final String PROCESS_BUILDER = "java/lang/ProcessBuilder";

  static final String[] ALL = {
    "akka-http", //
    "apache-httpasyncclient-4", //
    "apache-httpclient-4", //
    "apache-httpclient-5", //
    "armeria", //
    "async-http-client", //
    "azure-core", //
    "commons-httpclient-3", //
    COPILOT_CLI, //
    COPILOT_SDK, //
    "grizzly-http-client", //
    "helidon-webclient", //
    "http-url-connection", //
    "java-http-client", //
    "java-websocket", //
    "jersey-jdk-connector", //
    "jetty-client", //
    "jodd-http", //
    "ktor-client", //
    "netty", //
    "netty-3", //
    "okhttp", //
    "okhttp-2", //
    "pekko-http", //
    "tyrus-client", //
    "undertow-client", //
  };

  private ClientNames() {}
}
