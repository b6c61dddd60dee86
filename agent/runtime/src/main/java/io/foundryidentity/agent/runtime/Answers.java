package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.core.output.SafeText;
import io.foundryidentity.agent.core.status.AgentStatus;
import io.foundryidentity.agent.core.status.StatusJson;
import io.foundryidentity.agent.core.status.StatusText;

/**
 * The answers of this JVM's agent to the command line, which may be of another version's jar.
 *
 * <p>They are the text to print, so that no version has to parse another version's answers.
 */
final class Answers {

  private Answers() {}

  static String to(String question, RunningAgent agent, String version) {
    String asked = question;
    if (asked.startsWith("on-") || asked.startsWith("off-")) {
      agent.switchTo(asked.startsWith("on-"));
      asked = asked.substring(asked.indexOf('-') + 1);
    }
    switch (asked) {
      case "attach":
      case "text":
        return text(agent, version);
      case "json":
        return StatusJson.of(agent.status(version));
      default:
        return "this agent is version "
            + version
            + " and does not know '"
            + SafeText.line(question, 100)
            + "'\n";
    }
  }

  private static String text(RunningAgent agent, String version) {
    AgentStatus status = agent.status(version);
    return StatusText.of(status, System.currentTimeMillis());
  }
}
