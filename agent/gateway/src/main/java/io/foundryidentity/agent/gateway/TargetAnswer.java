package io.foundryidentity.agent.gateway;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** A target's answer: its head, and its body while it arrives. */
interface TargetAnswer extends Closeable {

  int status();

  /** Names, each followed by its value. */
  List<String> headers();

  /** Where its body ends. */
  AnswerFraming framing();

  /**
   * Reads a part of the body.
   *
   * @param beforeWait runs before this call waits for the target: what was read so far must not
   *     wait, too
   * @return how many bytes, or -1 at the body's end
   * @throws IOException if the body ends too early, or if its end cannot be determined
   */
  int read(byte[] piece, BeforeWait beforeWait) throws IOException;

  /** Ends the request; its connection can be used again if the body was read to its end. */
  @Override
  void close();

  /** Passes on what was read so far. */
  interface BeforeWait {
    void run() throws IOException;
  }
}
