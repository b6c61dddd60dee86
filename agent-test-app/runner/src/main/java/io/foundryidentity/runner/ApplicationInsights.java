package io.foundryidentity.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Application Insights' agent, which brings each request of a client to an intake on loopback. */
final class ApplicationInsights extends TracingAgent {

  private static final Pattern DEPENDENCY =
      Pattern.compile("\"baseType\":\"RemoteDependencyData\"");

  /** Nothing is left out, nothing but that is asked or told, and its log is the case's own. */
  private static final String CONFIGURATION =
      """
      {"sampling": {"percentage": 100},
       "selfDiagnostics": {"destination": "console", "level": "WARN"},
       "preview": {
         "sampling": {"parentBased": false},
         "statsbeat": {"disabledAll": true},
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
    return ClientCase.handful();
  }

  @Override
  public String note() {
    return "as many dependencies at its intake as without this agent";
  }

  @Override
  public Visit visit(ClientCase client, Path folder) throws IOException {
    Intake intake = new Intake("{\"itemsReceived\":1,\"itemsAccepted\":1,\"errors\":[]}");
    return new Visit() {

      @Override
      public Map<String, String> environment() {
        return Map.of(
            "APPLICATIONINSIGHTS_CONFIGURATION_CONTENT",
            CONFIGURATION,
            "APPLICATIONINSIGHTS_CONNECTION_STRING",
            "InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint="
                + intake.url()
                + ";LiveEndpoint="
                + intake.url());
      }

      @Override
      public long work(CaseProcess.Result result) {
        return intake.count(DEPENDENCY);
      }

      @Override
      public void close() {
        intake.close();
      }
    };
  }
}
