package io.foundryidentity.agent.instrumentation.ktorclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.ktor.client.engine.HttpClientEngineCapability;
import io.ktor.client.engine.HttpClientEngineCapabilityKt;
import io.ktor.client.engine.cio.CIOEngineConfig;
import io.ktor.client.request.HttpRequestData;
import io.ktor.http.IpParserKt;
import io.ktor.http.URLProtocolKt;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Notes which requests reach the host of their URL, and nobody else.
 *
 * <p>TLS is asked for the application's {@code https.serverName}, else for the URL's host; of an IP
 * address, however, for whatever name a reverse look-up gives. Without TLS a request may ask for a
 * Unix socket from 3.2 on, behind which anybody may listen. That capability is known by its name:
 * older versions have no such class.
 */
final class EngineExecuteAdvice {

  private EngineExecuteAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void note(
      @Advice.FieldValue("config") CIOEngineConfig config,
      @Advice.Argument(0) @Nullable HttpRequestData request) {
    if (request == null) {
      return; // The coroutine goes on after a pause
    }
    String host = request.getUrl().getHost();
    if (URLProtocolKt.isSecure(request.getUrl().getProtocol())) {
      String verified = config.getHttps().getServerName();
      if (!IpParserKt.hostIsIp(host) && (verified == null || verified.equalsIgnoreCase(host))) {
        AuthorizationBridge.markSecure(request.getAttributes());
      }
      return;
    }
    Map<HttpClientEngineCapability<?>, Object> asked =
        request
            .getAttributes()
            .getOrNull(HttpClientEngineCapabilityKt.getENGINE_CAPABILITIES_KEY());
    boolean tcp = true;
    if (asked != null) {
      for (Object capability : asked.keySet()) {
        tcp &= !capability.getClass().getName().endsWith(".UnixSocketCapability");
      }
    }
    if (tcp) {
      AuthorizationBridge.markDirect(request.getAttributes());
    }
  }
}
