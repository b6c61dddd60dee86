package io.foundryidentity.runner.cases;

import java.util.List;
import java.util.Set;

/**
 * A real client in a program of its own, and how to start it.
 *
 * @param name the client's usual name
 * @param stack the HTTP stack that it uses
 * @param folder its module's folder in the checkout
 * @param program its main class
 * @param minimumJava the oldest Java that its bytecode and its libraries run on
 * @param library the artifact whose version is the client's
 */
public record ClientCase(
    String name, String stack, String folder, String program, int minimumJava, String library) {

  /** Every case; a new client is one more line here. */
  public static final List<ClientCase> ALL =
      List.of(
          of("openai-java", "OkHttp 4.12", "openaijava", 8),
          of("openai4j", "OkHttp 4.12", "openai4j", 8),
          of("theokanning", "Retrofit, OkHttp 4.9", "theokanning", 8).library("service"),
          of("simple-openai", "JDK HttpClient", "simpleopenai", 11),
          of("langchain4j-open-ai", "JDK HttpClient", "langchain4jopenai", 17),
          of("langchain4j-open-ai-official", "OkHttp 4.12", "langchain4jopenaiofficial", 17),
          of(
                  "langchain4j-spring-restclient",
                  "RestClient, JDK HttpClient",
                  "langchain4jspringrestclient",
                  17)
              .library("langchain4j-open-ai"),
          of("langchain4j-azure-open-ai", "azure-core, Netty 4.1", "langchain4jazureopenai", 17),
          of("spring-ai-openai", "OkHttp 4.12", "springaiopenai", 17),
          of(
                  "spring-ai-openai-1.1",
                  "RestClient and WebClient, Reactor Netty 1.2",
                  "springaiopenai11",
                  17)
              .library("spring-ai-openai"),
          of("spring-ai-azure-openai", "azure-core, Netty 4.1", "springaiazureopenai", 17),
          of("semantic-kernel", "azure-core, Netty 4.1", "semantickernel", 8)
              .library("semantickernel-aiservices-openai"),
          of("quarkus-langchain4j", "Vert.x 4, Netty 4.1", "quarkuslangchain4j", 17)
              .quarkus()
              .library("quarkus-langchain4j-azure-openai"),
          of("openai-kotlin", "Ktor: CIO, OkHttp", "openaikotlin", 17).library("openai-client-jvm"),
          of("koog", "Ktor: Apache HttpClient 5", "koog", 17).library("koog-agents-jvm"),
          of("anthropic-java-foundry", "OkHttp 4.12", "anthropicjavafoundry", 8),
          of("azure-ai-openai", "azure-core, Netty 4.1", "azureaiopenai", 8),
          of("azure-ai-openai-jdk", "azure-core, JDK HttpClient", "azureaiopenai", 11)
              .library("azure-ai-openai"),
          of("azure-ai-openai-okhttp", "azure-core, OkHttp 4.12", "azureaiopenai", 8)
              .library("azure-ai-openai"),
          of("azure-ai-openai-vertx", "azure-core, Vert.x 4", "azureaiopenai", 8)
              .library("azure-ai-openai"),
          of("azure-ai-inference", "azure-core, Netty 4.1", "azureaiinference", 8),
          of("azure-ai-agents", "azure-core, Netty 4.1", "azureaiagents", 8),
          of("http-url-connection", "HttpURLConnection", "httpurlconnection", 8),
          of("java-http-client", "JDK HttpClient", "javahttpclient", 11),
          of("okhttp-2", "OkHttp 2.7", "okhttp2", 8).library("okhttp"),
          of("commons-httpclient-3", "Commons HttpClient 3.1", "commonshttpclient3", 8)
              .library("commons-httpclient"),
          of("jodd-http", "Jodd HTTP 6", "joddhttp", 8),
          of("jersey-jdk-connector", "Jersey 3's own connector", "jerseyjdkconnector", 11),
          of("undertow-client", "Undertow's client 2.4", "undertowclient", 17)
              .library("undertow-core"),
          of("java-websocket", "Java-WebSocket 1.6", "javawebsocket", 8).library("Java-WebSocket"),
          of("grizzly-http-client", "Grizzly's own, Jersey 3 over it", "grizzlyhttpclient", 11),
          of("tyrus-client", "Grizzly's own, the JDK's channels", "tyrusclient", 11),
          of("apache-httpclient-4", "Apache HttpClient 4.5", "apachehttpclient4", 8)
              .library("httpclient"),
          of("apache-httpclient-5", "Apache HttpClient 5", "apachehttpclient5", 8)
              .library("httpclient5"),
          of("jetty-client", "Jetty HttpClient 12", "jettyclient", 17),
          of("helidon-webclient-4", "Helidon WebClient 4", "helidonwebclient4", 21)
              .library("helidon-webclient"),
          of("pekko-http", "Pekko HTTP 1", "pekkohttp", 8).library("pekko-http-core_2.13"),
          of("akka-http", "Akka HTTP 10.2", "akkahttp", 8).library("akka-http-core_2.13"),
          of("reactor-netty", "Netty 4.2", "reactornetty", 8).library("reactor-netty-http"),
          of("vertx-4", "Netty 4.1", "vertx4", 8).library("vertx-core"),
          of("vertx-5", "Netty 4.2", "vertx5", 11).library("vertx-core"),
          of("async-http-client-1", "Netty 3.10", "asynchttpclient1", 8)
              .library("async-http-client"),
          of("async-http-client-2", "Netty 4.1", "asynchttpclient2", 8)
              .library("async-http-client"),
          of("async-http-client-3", "Netty 4.2", "asynchttpclient3", 11)
              .library("async-http-client"),
          of("armeria", "Netty 4.2", "armeria", 8),
          of("play-ws", "shaded Netty 4.1", "playws", 11).library("play-ahc-ws-standalone_2.13"));

  /** Programs that the matrix of Java versions starts with their own command lines. */
  public static final ClientCase LEAKS = of("leaks", "four HTTP stacks", "leaks", 8);

  public static final ClientCase VIRTUAL_THREADS =
      of(
          "virtual-threads",
          "JDK HttpClient, OkHttp 4.12, Apache HttpClient 5",
          "virtualthreads",
          21);

  public static final ClientCase MODULE_PATH =
      of("module-path", "JDK HttpClient, OkHttp 5", "modulepath", 11);

  /** Its first act is a request; its argument says over which client of the JDK. */
  public static final ClientCase FIRST_REQUEST =
      of("first-request", "HttpURLConnection, JDK HttpClient", "firstrequest", 11);

  public static ClientCase named(String name) {
    return ALL.stream()
        .filter(client -> client.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No case " + name));
  }

  /** One for each of the most used HTTP stacks; most of them also stream. */
  private static final Set<String> SELECTION =
      Set.of(
          "openai-java",
          "simple-openai",
          "http-url-connection",
          "apache-httpclient-5",
          "reactor-netty");

  /** A selection for tests that do not need every client. */
  public static List<ClientCase> selection() {
    return ALL.stream().filter(client -> SELECTION.contains(client.name())).toList();
  }

  /** One client that sends a request each second; its argument says how many. */
  public static final ClientCase LOOP = ALL.get(0).with("Loop");

  /** Three clients in one program, which many threads use for minutes. */
  public static final ClientCase SOAK =
      of("soak", "JDK HttpClient, OkHttp 4.12, Apache HttpClient 5", "soak", 17).library("okhttp");

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

  /** A Quarkus application is started by a main class of Quarkus, which finds the case's own. */
  private ClientCase quarkus() {
    return new ClientCase(
        name, stack, folder, "io.quarkus.bootstrap.runner.QuarkusEntryPoint", minimumJava, library);
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
