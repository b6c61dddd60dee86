package io.foundryidentity.agent.instrumentation.akkahttp;

import akka.util.ByteString;
import io.foundryidentity.agent.bootstrap.HeadHandover;
import net.bytebuddy.asm.Advice;

/** Hands what was rendered to {@link RenderAdvice}, around which this runs for a request's head. */
final class RenderingAdvice {

  private RenderingAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void handOver(@Advice.Return ByteString rendered) {
    HeadHandover.rendered(rendered);
  }
}
