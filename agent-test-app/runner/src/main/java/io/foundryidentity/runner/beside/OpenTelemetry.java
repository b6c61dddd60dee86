package io.foundryidentity.runner.beside;

import io.foundryidentity.runner.cases.Checkout;
import io.foundryidentity.runner.cases.ClientCase;
import io.foundryidentity.runner.process.CaseProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** OpenTelemetry's agent, which prints a line for each request of a client. */
final class OpenTelemetry extends TracingAgent {

  private static final Pattern TRACE = Pattern.compile("LoggingSpanExporter - .* CLIENT ");

  /** One case for each HTTP stack that either agent changes. */
  private static final Set<String> STACKS =
      Set.of(
          "openai-java",
          "simple-openai",
          "spring-ai-openai-1.1",
          "quarkus-langchain4j",
          "openai-kotlin",
          "azure-ai-openai",
          "http-url-connection",
          "okhttp-2",
          "commons-httpclient-3",
          "apache-httpclient-4",
          "apache-httpclient-5",
          "jetty-client",
          "helidon-webclient-4",
          "pekko-http",
          "akka-http",
          "reactor-netty",
          "vertx-5",
          "async-http-client-3",
          "play-ws");

  @Override
  public String name() {
    return "opentelemetry";
  }

  @Override
  public String title() {
    return "OpenTelemetry";
  }

  @Override
  public Path jar(Checkout checkout) {
    return checkout.otherAgent("opentelemetry-javaagent");
  }

  @Override
  public List<ClientCase> cases(boolean all) {
    return ClientCase.ALL.stream().filter(client -> all || STACKS.contains(client.name())).toList();
  }

  @Override
  public String note() {
    return "as many requests traced as without this agent";
  }

  @Override
  public Setup setUp(ClientCase client, Path folder) {
    return new Setup() {

      /** Traces go to standard error, one line each; nothing is sent anywhere. */
      @Override
      public List<String> options() {
        return List.of(
            "-Dotel.traces.exporter=logging",
            "-Dotel.metrics.exporter=none",
            "-Dotel.logs.exporter=none");
      }

      @Override
      public long work(CaseProcess.Result result) {
        return result.noise().stream().filter(line -> TRACE.matcher(line).find()).count();
      }
    };
  }
}
