package io.foundryidentity.runner;

import java.util.List;

/**
 * A real client in a program of its own, and how to start it.
 *
 * @param name the client, as its users call it
 * @param stack what it speaks HTTP with
 * @param folder where its module lies, below the checkout
 * @param program its main class
 * @param minimumJava the oldest Java that its bytecode and its libraries run on
 * @param library the artifact whose version is the client's
 */
record ClientCase(
    String name, String stack, String folder, String program, int minimumJava, String library) {

  /** Every case; a new client is one more line here. */
  static final List<ClientCase> ALL =
      List.of(
          of("openai-java", "OkHttp 4.12", "openaijava", 8),
          of("langchain4j-open-ai", "JDK HttpClient", "langchain4jopenai", 17),
          of("anthropic-java-foundry", "OkHttp 4.12", "anthropicjavafoundry", 8),
          of("http-url-connection", "HttpURLConnection", "httpurlconnection", 8),
          of("apache-httpclient-5", "Apache HttpClient 5", "apachehttpclient5", 8)
              .library("httpclient5"),
          of("azure-ai-openai-jdk", "azure-core, JDK HttpClient", "azureaiopenai", 11)
              .library("azure-ai-openai"),
          of("azure-ai-openai-okhttp", "azure-core, OkHttp 4.12", "azureaiopenai", 8)
              .library("azure-ai-openai"),
          of("jetty-client", "Jetty HttpClient 12", "jettyclient", 17),
          of("apache-httpclient-4", "Apache HttpClient 4.5", "apachehttpclient4", 8)
              .library("httpclient"),
          of("openai-kotlin", "Ktor: CIO, OkHttp", "openaikotlin", 17).library("openai-client-jvm"),
          of("koog", "Ktor: Apache HttpClient 5", "koog", 17).library("koog-agents-jvm"));
          of("helidon-webclient-4", "Helidon WebClient 4", "helidonwebclient4", 21)
              .library("helidon-webclient"));

  /** One client that asks once a second: its argument says how often. */
  static final ClientCase LOOP = ALL.get(0).with("Loop");

  private static ClientCase of(String name, String stack, String packageName, int minimumJava) {
    return new ClientCase(
        name,
        stack,
        "agent-test-app/cases/" + name,
        "io.foundryidentity.cases." + packageName + ".Main",
        minimumJava,
        name);
  }

  private ClientCase library(String artifact) {
    return new ClientCase(name, stack, folder, program, minimumJava, artifact);
  }

  private ClientCase with(String mainClass) {
    String packageName = program.substring(0, program.lastIndexOf('.') + 1);
    return new ClientCase(name, stack, folder, packageName + mainClass, minimumJava, library);
  }

  @Override
  public String toString() {
    return name;
  }
}
