package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.core.status.AgentStatus;
import io.foundryidentity.agent.core.status.StatusJson;
import io.foundryidentity.agent.core.status.StatusText;

/**
 * What the agent of this JVM answers to the command line of the same jar, or of another version.
 *
 * <p>It writes the text that is shown, so that nobody has to read what a different version wrote.
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
        return "this agent is version " + version + " and does not know '" + question + "'\n";
    }
  }

  private static String text(RunningAgent agent, String version) {
    AgentStatus status = agent.status(version);
    return StatusText.of(status, System.currentTimeMillis());
  }
}
