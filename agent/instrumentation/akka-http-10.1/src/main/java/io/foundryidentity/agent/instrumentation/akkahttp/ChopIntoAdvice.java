package io.foundryidentity.agent.instrumentation.akkahttp;

import akka.stream.impl.io.TLSActor;
import io.foundryidentity.agent.bootstrap.HeadHandover;
import net.bytebuddy.asm.Advice;

/** Tells {@link DequeueAdvice}, which runs inside, what encrypts the bytes that it takes. */
final class ChopIntoAdvice {

  private ChopIntoAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void begin(@Advice.FieldValue("$outer") TLSActor connection) {
    HeadHandover.beginEncryption(connection.inputBunch(), connection.engine());
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void end() {
    HeadHandover.endEncryption();
  }
}
