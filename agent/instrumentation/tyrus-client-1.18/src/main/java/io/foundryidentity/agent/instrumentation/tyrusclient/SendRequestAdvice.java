package io.foundryidentity.agent.instrumentation.tyrusclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.KnownPeers;
import net.bytebuddy.asm.Advice;

/** Hands the engine over to {@link BuildAdvice}, which renders a request in this method. */
final class SendRequestAdvice {

  /** Inlined by the compiler, as every constant in advice; a literal is one object in a JVM. */
  static final String ENGINE = "foundry-identity.tyrus-engine";

  private SendRequestAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void begin(@Advice.FieldValue("clientEngine") Object engine) {
    if (KnownPeers.of(engine) != null) {
      AuthorizationBridge.handOver(ENGINE, engine);
    }
  }

  /** The next request on this thread may be for another server. */
  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void forget() {
    Object unused = AuthorizationBridge.takeObject(ENGINE);
  }
}
