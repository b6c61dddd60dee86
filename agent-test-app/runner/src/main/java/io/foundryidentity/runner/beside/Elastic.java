package io.foundryidentity.runner.beside;

import io.foundryidentity.runner.cases.Checkout;
import io.foundryidentity.runner.cases.ClientCase;
import io.foundryidentity.runner.process.CaseProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Elastic's APM agent, which reports each request of a client to a server on loopback. */
final class Elastic extends TracingAgent {

  private static final Pattern SPAN = Pattern.compile("^\\{\"span\":\\{.*\"type\":\"external\\b");

  @Override
  public String name() {
    return "elastic";
  }

  @Override
  public String title() {
    return "Elastic APM";
  }

  @Override
  public Path jar(Checkout checkout) {
    return checkout.otherAgent("elastic-apm-agent");
  }

  @Override
  public List<ClientCase> cases(boolean all) {
    return ClientCase.selection();
  }

  @Override
  public String note() {
    return "as many spans at its intake as without this agent";
  }

  @Override
  public Setup setUp(ClientCase client, Path folder) throws IOException {
    TelemetryServer server = new TelemetryServer("{\"version\":\"8.17.0\"}");
    return new Setup() {

      /** It reports only requests inside a transaction, so the program's whole run is one. */
      @Override
      public List<String> options() {
        return List.of(
            "-Delastic.apm.server_url=" + server.url(),
            "-Delastic.apm.cloud_provider=NONE",
            "-Delastic.apm.central_config=false",
            "-Delastic.apm.trace_methods=io.foundryidentity.cases.*#main",
            "-Delastic.apm.span_compression_enabled=false",
            "-Delastic.apm.log_level=WARN");
      }

      @Override
      public long work(CaseProcess.Result result) {
        return server.count(SPAN);
      }

      @Override
      public void close() {
        server.close();
      }
    };
  }
}
