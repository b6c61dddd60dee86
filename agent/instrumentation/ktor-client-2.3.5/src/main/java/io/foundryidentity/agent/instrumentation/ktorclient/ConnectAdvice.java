package io.foundryidentity.agent.instrumentation.ktorclient;

import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.Peer;
import io.ktor.network.sockets.Connection;
import io.ktor.network.sockets.JavaSocketAddressUtilsKt;
import kotlin.Pair;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/**
 * Notes with a new connection's output who is at its other end: the server with the handshake's
 * certificate, and without TLS the socket's own address. The socket is a channel, so no SOCKS proxy
 * can hide behind it.
 */
final class ConnectAdvice {

  private ConnectAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void note(@Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object outcome) {
    // Newer versions answer the address with it; there is neither before the coroutine's last step
    Object connected = outcome instanceof Pair ? ((Pair<?, ?>) outcome).getSecond() : outcome;
    if (connected instanceof Connection) {
      Connection connection = (Connection) connected;
      Peer peer = KnownPeers.of(connection.getSocket());
      KnownPeers.note(
          connection.getOutput(),
          peer == null
              ? Peer.at(
                  JavaSocketAddressUtilsKt.toJavaAddress(connection.getSocket().getRemoteAddress()))
              : peer);
    }
  }
}
