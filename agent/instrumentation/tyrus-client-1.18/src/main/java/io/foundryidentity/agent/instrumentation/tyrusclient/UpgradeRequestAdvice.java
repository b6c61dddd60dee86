package io.foundryidentity.agent.instrumentation.tyrusclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.Peer;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import org.glassfish.tyrus.spi.UpgradeRequest;
import org.jspecify.annotations.Nullable;

/**
 * Notes with the engine, which has one hop at a time, whom the next handshake is for. The container
 * opens a connection for it afterwards.
 *
 * <p>The first hop is made on the thread that asks for a session, so it waits here for a first
 * token, for the client's own handshake timeout at the longest. A later hop is made on an I/O
 * thread and does not wait.
 */
final class UpgradeRequestAdvice {

  private UpgradeRequestAdvice() {}

  /** Returns whether this is the first hop. */
  @Advice.OnMethodEnter(suppress = Throwable.class)
  static boolean isFirst(@Advice.FieldValue("clientEngineState") Object state) {
    return "INIT".equals(((Enum<?>) state).name());
  }

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void note(
      @Advice.This Object engine,
      @Advice.Enter boolean first,
      @Advice.FieldValue("properties") Map<String, Object> properties,
      @Advice.Return @Nullable UpgradeRequest request)
      throws IOException {
    AuthorizationBridge.forget(engine);
    URI uri = request == null ? null : request.getRequestURI();
    String host = uri == null ? null : uri.getHost();
    if (request == null
        || uri == null
        || host == null
        || !(AuthorizationBridge.isTargetHost(host)
            || host.indexOf(':') >= 0)) { // An IPv6 literal, in one of its many spellings
      return;
    }
    boolean tls = "wss".equalsIgnoreCase(uri.getScheme());
    int port = uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80;
    KnownPeers.note(engine, tls ? Peer.overTls(host, port) : Peer.direct(host, port));
    TargetedRequest target =
        AuthorizationBridge.find(tls ? "https" : "http", host, port, uri.getRawPath());
    if (target == null) {
      return;
    }
    Object timeout = properties.get("org.glassfish.tyrus.client.ClientManager.ContainerTimeout");
    target.waitAtMost(timeout instanceof Integer ? (Integer) timeout : 30_000);
    target.prepare(request.getHeader("Authorization"), first);
    if (target.isOverdue()) {
      throw new FailurePolicyException(
          "foundry-identity: the handshake timeout ended before its token came");
    }
  }
}
