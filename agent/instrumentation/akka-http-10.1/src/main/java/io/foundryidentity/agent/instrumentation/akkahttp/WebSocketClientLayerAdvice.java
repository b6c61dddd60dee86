package io.foundryidentity.agent.instrumentation.akkahttp;

import akka.NotUsed;
import akka.http.scaladsl.model.ws.Message;
import akka.http.scaladsl.settings.ClientConnectionSettings;
import akka.japi.function.Function;
import akka.stream.TLSProtocol.SslTlsInbound;
import akka.stream.TLSProtocol.SslTlsOutbound;
import akka.stream.scaladsl.BidiFlow;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.HeldStream;
import java.util.concurrent.CompletionStage;
import net.bytebuddy.asm.Advice;

/**
 * Holds back what a WebSocket sends while the first token is being fetched: its handshake comes
 * first.
 *
 * <p>The failure policy fails both directions; the handshake's result depends on the inbound one.
 * The connection is made meanwhile, so the client's {@code idle-timeout} counts the wait.
 */
final class WebSocketClientLayerAdvice {

  private WebSocketClientLayerAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  @SuppressWarnings({"unchecked", "deprecation"}) // The way of Akka 2.5
  static void hold(
      @Advice.Argument(1) ClientConnectionSettings settings,
      @Advice.Return(readOnly = false)
          BidiFlow<Message, SslTlsOutbound, SslTlsInbound, Message, Object> layer) {
    Object taken = AuthorizationBridge.takeObject(settings);
    if (taken instanceof HeldStream && layer != null) {
      HeldStream held = (HeldStream) taken;
      akka.stream.javadsl.Flow<SslTlsOutbound, SslTlsOutbound, NotUsed> outbound =
          akka.stream.javadsl.Flow.<SslTlsOutbound>create()
              .mapAsync(
                  1,
                  (Function<SslTlsOutbound, CompletionStage<SslTlsOutbound>>)
                      held.function(Function.class));
      akka.stream.javadsl.Flow<SslTlsInbound, SslTlsInbound, NotUsed> inbound =
          akka.stream.javadsl.Flow.<SslTlsInbound>create()
              .merge(
                  akka.stream.javadsl.Source.fromCompletionStage(
                          (CompletionStage<SslTlsInbound>) held.settled())
                      .drop(1));
      layer = layer.atop(akka.stream.javadsl.BidiFlow.fromFlows(outbound, inbound).asScala());
    }
  }
}
