package io.foundryidentity.agent.instrumentation.akkahttp;

import akka.io.Tcp;
import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.Peer;
import java.net.InetSocketAddress;
import net.bytebuddy.asm.Advice;
import scala.Tuple2;

/** Notes where a TCP connection leads, as its channel says once it is open. */
final class ConnectingAdvice {

  private ConnectingAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void note(@Advice.This Object connection, @Advice.Argument(1) Tuple2<?, ?> event) {
    if (event._2() instanceof Tcp.Connected) {
      InetSocketAddress remote = ((Tcp.Connected) event._2()).remoteAddress();
      KnownPeers.note(
          connection, Peer.direct(remote.getAddress().getHostAddress(), remote.getPort()));
    }
  }
}
