package io.foundryidentity.agent.instrumentation.netty.client;

import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the results of an event loop. */
final class Answers {

  private Answers() {}

  /**
   * The answer, or the failure as the client gave it. A failed handshake arrives by two ways, in
   * any order: with the write, and in a {@link DecoderException} with what was read.
   */
  static <T> T await(CompletableFuture<T> answer) throws IOException, InterruptedException {
    try {
      return answer.get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof DecoderException && cause.getCause() != null) {
        cause = cause.getCause();
      }
      if (cause instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e);
    } catch (TimeoutException e) {
      throw new IllegalStateException("no answer", e);
    }
  }
}
