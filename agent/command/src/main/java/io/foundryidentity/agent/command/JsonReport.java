package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.configuration.Origin;
import io.foundryidentity.agent.core.diagnosis.Explanation;
import io.foundryidentity.agent.core.json.SafeJson;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints the results of a check as one line of JSON when it has ended, for scripts. */
final class JsonReport implements Report {

  private final PrintWriter out;
  private final Map<String, Object> report = new LinkedHashMap<>();
  private final List<Object> targets = new ArrayList<>();
  private List<Object> steps = new ArrayList<>();

  JsonReport(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void configuration(List<Origin> origins, List<String> warnings, boolean offline) {
    List<Object> settings = new ArrayList<>();
    for (Origin origin : origins) {
      Map<String, Object> setting = new LinkedHashMap<>();
      String value = origin.value();
      setting.put("key", origin.key());
      setting.put("value", value.substring(1, value.length() - 1));
      setting.put("source", origin.source());
      settings.add(setting);
    }
    report.put("configuration", settings);
    report.put("warnings", warnings);
    report.put("offline", offline);
    report.put("targets", targets);
  }

  @Override
  public void hostedAgent(String environment, @Nullable String clientId) {
    Map<String, @Nullable Object> hosted = new LinkedHashMap<>();
    hosted.put("environment", environment);
    hosted.put("clientId", clientId);
    report.put("hostedAgent", hosted);
  }

  @Override
  public void begin(String target) {
    steps = new ArrayList<>();
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("target", target);
    entry.put("steps", steps);
    targets.add(entry);
  }

  @Override
  public void doing(Step step) {}

  @Override
  public void done(Step step, StepResult result, long millis) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("step", step.name());
    entry.put("state", result.state().name().toLowerCase(Locale.ROOT));
    entry.put("millis", millis);
    entry.put("detail", result.detail());
    entry.putAll(result.facts());
    Explanation explanation = result.explanation();
    if (explanation != null) {
      entry.put("cause", explanation.cause().id());
      entry.put("explanation", explanation.words());
      entry.put("remedies", explanation.remedies());
      entry.put("allRemediesNeeded", explanation.isInOrder());
    }
    steps.add(entry);
  }

  @Override
  public void end(int exitCode) {
    report.put("exitCode", exitCode);
    out.println(SafeJson.line(report));
    out.flush();
  }
}
