package io.foundryidentity.runner.beside;

import io.foundryidentity.runner.cases.Checkout;
import io.foundryidentity.runner.cases.ClientCase;
import io.foundryidentity.runner.process.CaseProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Application Insights' agent, which reports each request of a client to a server on loopback. */
final class ApplicationInsights extends TracingAgent {

  private static final Pattern DEPENDENCY =
      Pattern.compile("\"baseType\":\"RemoteDependencyData\"");

  /** No sampling, no statistics or live metrics, and the log goes to the case's output. */
  private static final String CONFIGURATION =
      """
      {"sampling": {"percentage": 100},
       "selfDiagnostics": {"destination": "console", "level": "WARN"},
       "preview": {
         "sampling": {"parentBased": false},
         "statsbeat": {"disabled": true},
         "liveMetrics": {"enabled": false},
         "profiler": {"enabled": false}}}
      """;

  @Override
  public String name() {
    return "application-insights";
  }

  @Override
  public String title() {
    return "Application Insights";
  }

  @Override
  public Path jar(Checkout checkout) {
    return checkout.otherAgent("applicationinsights-agent");
  }

  @Override
  public List<ClientCase> cases(boolean all) {
    return ClientCase.selection();
  }

  @Override
  public String note() {
    return "as many dependencies at its intake as without this agent";
  }

  @Override
  public Setup setUp(ClientCase client, Path folder) throws IOException {
    TelemetryServer server =
        new TelemetryServer("{\"itemsReceived\":1,\"itemsAccepted\":1,\"errors\":[]}");
    return new Setup() {

      @Override
      public Map<String, String> environment() {
        return Map.of(
            "APPLICATIONINSIGHTS_CONFIGURATION_CONTENT",
            CONFIGURATION,
            "APPLICATIONINSIGHTS_CONNECTION_STRING",
            "InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint="
                + server.url()
                + ";LiveEndpoint="
                + server.url());
      }

      @Override
      public long work(CaseProcess.Result result) {
        return server.count(DEPENDENCY);
      }

      @Override
      public void close() {
        server.close();
      }
    };
  }
}
