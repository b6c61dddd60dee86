package io.foundryidentity.agent.instrumentation.joddhttp;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.Peer;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.io.IOException;
import jodd.http.HttpConnection;
import jodd.http.HttpRequest;
import jodd.http.ProxyInfo;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a first token before the connection opens. The failure policy's exception is here the
 * client's own kind of failure, and nothing is sent.
 *
 * <p>A connection that takes any certificate is nobody's: everybody can issue a certificate for any
 * name. Later the request may say something else. The other end of a socket through a proxy is the
 * proxy, so the port that is meant is noted too.
 */
final class CreateConnectionAdvice {

  private CreateConnectionAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void prepare(
      @Advice.Argument(0) HttpRequest request, @Advice.FieldValue("proxy") ProxyInfo proxy)
      throws IOException {
    TargetedRequest target =
        AuthorizationBridge.find(
            request.protocol(), request.host(), request.port(), request.path());
    if (target != null) {
      boolean provable =
          request.protocol().equalsIgnoreCase("https")
              ? !request.trustAllCertificates()
              : proxy.getProxyType() == ProxyInfo.ProxyType.NONE;
      if (provable) {
        target.prepare(request.header("Authorization"), true);
      }
    }
  }

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void note(
      @Advice.Argument(0) HttpRequest request,
      @Advice.FieldValue("proxy") ProxyInfo proxy,
      @Advice.Return @Nullable HttpConnection connection) {
    if (connection != null && request.protocol().equalsIgnoreCase("https")) {
      if (request.trustAllCertificates()) {
        KnownPeers.note(connection, Peer.NOBODY);
      } else if (proxy.getProxyType() != ProxyInfo.ProxyType.NONE) {
        KnownPeers.note(connection, Peer.overTls(request.host(), request.port()));
      }
    }
  }
}
