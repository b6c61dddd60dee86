package io.foundryidentity.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Elastic's APM agent, which brings each request of a client to an intake on loopback. */
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
    return ClientCase.handful();
  }

  @Override
  public String note() {
    return "as many spans at its intake as without this agent";
  }

  @Override
  public Visit visit(ClientCase client, Path folder) throws IOException {
    Intake intake = new Intake("{\"version\":\"8.17.0\"}");
    return new Visit() {

      /** It only tells of requests within a transaction, so the program's whole run is one. */
      @Override
      public List<String> options() {
        return List.of(
            "-Delastic.apm.server_url=" + intake.url(),
            "-Delastic.apm.cloud_provider=NONE",
            "-Delastic.apm.central_config=false",
            "-Delastic.apm.trace_methods=io.foundryidentity.cases.*#main",
            "-Delastic.apm.span_compression_enabled=false",
            "-Delastic.apm.log_level=WARN");
      }

      @Override
      public long work(CaseProcess.Result result) {
        return intake.count(SPAN);
      }

      @Override
      public void close() {
        intake.close();
      }
    };
  }
}
