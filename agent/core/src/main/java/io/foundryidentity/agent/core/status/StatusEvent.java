package io.foundryidentity.agent.core.status;

/** One change of the agent's state: what a line of its log says, with its time. */
public final class StatusEvent {

  /** In milliseconds since the epoch. */
  public final long atMillis;

  /** One line without secrets. */
  public final String text;

  StatusEvent(long atMillis, String text) {
    this.atMillis = atMillis;
    this.text = text;
  }
}
