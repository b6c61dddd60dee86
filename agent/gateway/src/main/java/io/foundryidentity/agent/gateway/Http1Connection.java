package io.foundryidentity.agent.gateway;

import java.io.IOException;
import java.io.OutputStream;

/** A connection of the gateway's own to a target, for one request at a time. */
final class Http1Connection {

  /** Servers keep an idle connection open for seconds. */
  private static final long MOMENT_NANOS = 1_000_000_000L;

  final TargetSocket socket;
  private final AnswerInput in;
  private final OutputStream out;
  private boolean reused;
  private long idleSince;

  /**
   * @param socket connected
   * @throws IOException if it was closed meanwhile
   */
  Http1Connection(TargetSocket socket) throws IOException {
    this.socket = socket;
    this.in = new AnswerInput(socket.input());
    this.out = socket.output();
  }

  AnswerInput in() {
    return in;
  }

  OutputStream out() {
    return out;
  }

  /** Whether it has carried a request before: then the target may have closed it by now. */
  boolean isReused() {
    return reused;
  }

  void becomeIdle() {
    reused = true;
    idleSince = System.nanoTime();
  }

  boolean isIdleFor(long nanos) {
    return System.nanoTime() - idleSince >= nanos;
  }

  /** Whether the target has sent nothing, and has not closed it, since the last answer. */
  boolean isUsable() {
    return socket.isQuiet(!isIdleFor(MOMENT_NANOS));
  }
}
