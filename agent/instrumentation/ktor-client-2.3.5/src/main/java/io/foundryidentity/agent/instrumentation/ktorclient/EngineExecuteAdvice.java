package io.foundryidentity.agent.instrumentation.ktorclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.ktor.client.engine.HttpClientEngineCapability;
import io.ktor.client.engine.HttpClientEngineCapabilityKt;
import io.ktor.client.request.HttpRequestData;
import io.ktor.http.URLProtocolKt;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Notes which plain-http requests go to their host by TCP.
 *
 * <p>From 3.2 on a request may ask for a Unix socket instead, behind which anybody may listen,
 * whatever the URL says. The capability is known by its name: older versions have no such class.
 */
final class EngineExecuteAdvice {

  private EngineExecuteAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void note(@Advice.Argument(0) @Nullable HttpRequestData request) {
    // Null where the coroutine goes on after a pause
    if (request != null && !URLProtocolKt.isSecure(request.getUrl().getProtocol())) {
      boolean tcp = true;
      Map<HttpClientEngineCapability<?>, Object> asked =
          request
              .getAttributes()
              .getOrNull(HttpClientEngineCapabilityKt.getENGINE_CAPABILITIES_KEY());
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
}
