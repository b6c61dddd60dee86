package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.configuration.Origin;
import io.foundryidentity.agent.core.diagnosis.Explanation;
import io.foundryidentity.agent.core.output.SafeText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints the results of a check as text, step by step. */
final class TextReport implements Report {

  private static final int NAME_WIDTH = 12;

  private final PrintWriter out;
  private final Terminal terminal;
  private @Nullable Progress progress;
  private boolean offline;

  TextReport(PrintWriter out, Terminal terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  @Override
  public void configuration(List<Origin> origins, List<String> warnings, boolean only) {
    offline = only;
    out.println(terminal.strong("configuration"));
    List<String> defaults = new ArrayList<>();
    for (Origin origin : origins) {
      if (origin.isDefault()) {
        String value = origin.value();
        defaults.add(origin.key() + "=" + value.substring(1, value.length() - 1));
      } else {
        String source = SafeText.line(origin.source());
        out.println(
            "  " + SafeText.line(origin.key()) + "=" + origin.value() + " (" + source + ")");
      }
    }
    out.println("  defaults: " + String.join(", ", defaults));
    for (String warning : warnings) {
      out.println("  " + terminal.mark(StepResult.State.NOTE) + " " + SafeText.line(warning));
    }
    out.flush();
  }

  @Override
  public void hostedAgent(String environment, @Nullable String clientId) {
    out.println(
        "  hosted agent of Foundry, environment "
            + SafeText.line(environment)
            + (clientId == null ? "" : ", identity " + SafeText.line(clientId)));
    out.flush();
  }

  @Override
  public void begin(String target) {
    out.println();
    out.println(terminal.strong(SafeText.line(target)));
    out.flush();
  }

  @Override
  public void doing(Step step) {
    progress = new Progress(terminal, out, step.name());
  }

  @Override
  public void done(Step step, StepResult result, long millis) {
    if (progress != null) {
      progress.close();
    }
    StringBuilder line = new StringBuilder("  ");
    line.append(terminal.mark(result.state())).append(' ').append(step.name());
    for (int i = step.name().length(); i < NAME_WIDTH; i++) {
      line.append(' ');
    }
    line.append(SafeText.line(result.detail()));
    if (result.state() != StepResult.State.SKIPPED) {
      line.append(" (").append(millis).append(" ms)");
    }
    out.println(line);
    for (String more : result.more()) {
      out.println("      " + SafeText.line(more));
    }
    Explanation explanation = result.explanation();
    if (explanation != null) {
      explain(explanation);
    }
    out.flush();
  }

  /** Each command is on a line of its own, so that it can be copied. */
  private void explain(Explanation explanation) {
    out.println();
    out.println(
        "    "
            + terminal.strong(explanation.cause().id())
            + ": "
            + SafeText.line(explanation.words()));
    for (int i = 0; i < explanation.remedies().size(); i++) {
      out.println(i == 0 ? "    what to type:" : explanation.isInOrder() ? "    then:" : "    or:");
      out.println("      " + SafeText.line(explanation.remedies().get(i)));
    }
    out.println();
  }

  @Override
  public void end(int exitCode) {
    out.println();
    out.println(
        exitCode != 0
            ? "exit code " + exitCode
            : offline
                ? "the configuration is valid; files, network and identity were not checked"
                : "all is well");
    out.flush();
  }
}
