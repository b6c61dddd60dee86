package io.foundryidentity.agent.instrumentation.akkahttp;

import akka.http.impl.engine.rendering.HttpRequestRendererFactory.RequestRenderingOutput;
import akka.http.impl.engine.rendering.RequestRenderingContext;
import akka.http.scaladsl.model.HttpMethod;
import akka.util.ByteString;
import io.foundryidentity.agent.bootstrap.HeadHandover;
import io.foundryidentity.agent.bootstrap.HeldCall;
import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.Peer;
import io.foundryidentity.agent.bootstrap.RenderedHead;
import java.io.IOException;
import net.bytebuddy.asm.Advice;
import scala.Product;

/**
 * Notes the bytes of a request, as they were rendered and will be sent: their own request line
 * counts, whatever the request's URI and headers say.
 *
 * <p>A request with a body of known bytes is one object, head and body; else the head is alone.
 */
final class RenderAdvice {

  private RenderAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void begin(@Advice.Argument(0) RequestRenderingContext context) {
    HttpMethod method = context.request().method();
    if (KnownPeers.of(method) != null) {
      HeadHandover.beginRendering(method);
    }
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void note(
      @Advice.Argument(0) RequestRenderingContext context,
      @Advice.Return RequestRenderingOutput output)
      throws IOException {
    HttpMethod method = context.request().method();
    Peer peer = KnownPeers.of(method);
    if (peer == null) {
      return;
    }
    ByteString head = (ByteString) HeadHandover.endRendering(method);
    if (head != null && output != null) {
      Object content = ((Product) output).productElement(0); // All bytes, or a stream of them
      RenderedHead.note(
          content instanceof ByteString ? content : head,
          head.asByteBuffer(),
          method,
          peer,
          HeldCall.wasHeld(context.hostHeader())); // A handshake's, see WebSocketClientFlowAdvice
    }
  }
}
