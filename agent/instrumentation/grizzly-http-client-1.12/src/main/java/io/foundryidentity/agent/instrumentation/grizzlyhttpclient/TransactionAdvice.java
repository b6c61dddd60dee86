package io.foundryidentity.agent.instrumentation.grizzlyhttpclient;

import com.ning.http.client.ProxyServer;
import com.ning.http.client.Request;
import com.ning.http.client.providers.grizzly.HttpTransactionContext;
import com.ning.http.client.uri.Uri;
import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.Peer;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Notes with one hop's transaction whom it is for, if that host is a target's. Plain http through a
 * proxy is for the proxy, so it has no note.
 */
final class TransactionAdvice {

  private TransactionAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void note(
      @Advice.This HttpTransactionContext transaction,
      @Advice.Argument(3) Request request,
      @Advice.FieldValue("proxyServer") @Nullable ProxyServer proxy) {
    Uri uri = request.getUri();
    String host = uri.getHost();
    if (host == null
        || !(AuthorizationBridge.isTargetHost(host)
            || host.indexOf(':') >= 0)) { // An IPv6 literal, in one of its many spellings
      return;
    }
    boolean tls = "https".equals(uri.getScheme()) || "wss".equals(uri.getScheme());
    if (tls || proxy == null) {
      int port = uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80;
      KnownPeers.note(transaction, tls ? Peer.overTls(host, port) : Peer.direct(host, port));
      AuthorizationBridge.handOver(transaction, request); // Mostly executed at once
    }
  }
}
