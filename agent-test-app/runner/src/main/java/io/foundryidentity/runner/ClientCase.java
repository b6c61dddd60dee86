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
 */
record ClientCase(String name, String stack, String folder, String program, int minimumJava) {

  /** Every case; a new client is one more line here. */
  static final List<ClientCase> ALL =
      List.of(
          of("openai-java", "OkHttp 4.12", "openaijava", 8),
          of("langchain4j-open-ai", "JDK HttpClient", "langchain4jopenai", 17),
          of("anthropic-java-foundry", "OkHttp 4.12", "anthropicjavafoundry", 8),
          of("http-url-connection", "HttpURLConnection", "httpurlconnection", 8),
          of("okhttp-2", "OkHttp 2.7", "okhttp2", 8),
          of("commons-httpclient-3", "Commons HttpClient 3.1", "commonshttpclient3", 8),
          of("openai4j", "OkHttp 4.12", "openai4j", 8),
          of("theokanning", "Retrofit, OkHttp 4.9", "theokanning", 8),
          of("simple-openai", "JDK HttpClient", "simpleopenai", 11),
          of("langchain4j-open-ai-official", "OkHttp 4.12", "langchain4jopenaiofficial", 17),
          of("langchain4j-spring-restclient", "JDK HttpClient", "langchain4jspringrestclient", 17));

  /** One client that asks once a second: its argument says how often. */
  static final ClientCase LOOP = ALL.get(0).with("Loop");

  private static ClientCase of(String name, String stack, String packageName, int minimumJava) {
    return new ClientCase(
        name,
        stack,
        "agent-test-app/cases/" + name,
        "io.foundryidentity.cases." + packageName + ".Main",
        minimumJava);
  }

  private ClientCase with(String mainClass) {
    String packageName = program.substring(0, program.lastIndexOf('.') + 1);
    return new ClientCase(name, stack, folder, packageName + mainClass, minimumJava);
  }

  @Override
  public String toString() {
    return name;
  }
}
