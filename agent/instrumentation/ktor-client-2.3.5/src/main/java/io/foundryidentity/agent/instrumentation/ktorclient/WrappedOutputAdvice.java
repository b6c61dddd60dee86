package io.foundryidentity.agent.instrumentation.ktorclient;

import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.ktor.utils.io.ByteWriteChannel;
import net.bytebuddy.asm.Advice;

/** Takes over who is at the other end to the channel that an engine puts before an output. */
final class WrappedOutputAdvice {

  private WrappedOutputAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void handOn(
      @Advice.AllArguments Object[] arguments, @Advice.Return ByteWriteChannel wrapped) {
    for (Object argument : arguments) {
      if (argument instanceof ByteWriteChannel && argument != wrapped) {
        KnownPeers.handOn(argument, wrapped);
      }
    }
  }
}
