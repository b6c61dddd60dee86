package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.json.Json;
import io.foundryidentity.agent.core.json.SafeJson;

/** What the commands show of another process's answer. */
public final class FuzzedAnswer {

  private FuzzedAnswer() {}

  public static String shown(String answer) {
    try {
      Conversation.Answer read = Conversation.Answer.of("1", "p", answer);
      return read.standing
          + "\n"
          + read.version
          + "\n"
          + read.lines()
          + "\n"
          + SafeJson.line(Json.object(read.text))
          + "\n"
          + ListCommand.shown(answer);
    } catch (RefusedException told) {
      return String.valueOf(told.getMessage());
    }
  }
}
