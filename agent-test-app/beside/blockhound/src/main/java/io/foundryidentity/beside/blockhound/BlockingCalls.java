package io.foundryidentity.beside.blockhound;

import java.util.Arrays;
import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Has BlockHound print what it finds, with what made the call; BlockHound's own way is to throw,
 * and what it throws could be swallowed below.
 *
 * <p>BlockHound's agent finds this as a service.
 */
public final class BlockingCalls implements BlockHoundIntegration {

  @Override
  public void applyTo(BlockHound.Builder builder) {
    builder.blockingMethodCallback(
        method -> {
          StackTraceElement[] stack = Thread.currentThread().getStackTrace();
          System.err.println("BLOCKED " + method + " " + Arrays.toString(stack));
          throw new BlockedHere(method + " blocks " + Thread.currentThread().getName());
        });
  }

  /** What a blocking call ends with, as it would end with BlockHound's own error. */
  static final class BlockedHere extends Error {
    private static final long serialVersionUID = 1L;

    BlockedHere(String message) {
      super(message);
    }
  }

  /** Last, so that nobody's callback takes this one's place. */
  @Override
  public int compareTo(BlockHoundIntegration other) {
    return 1;
  }
}
