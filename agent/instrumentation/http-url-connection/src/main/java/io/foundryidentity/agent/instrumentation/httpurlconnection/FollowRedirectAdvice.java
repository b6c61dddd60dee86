package io.foundryidentity.agent.instrumentation.httpurlconnection;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.lang.invoke.MethodHandle;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.utility.JavaConstant.MethodHandle.HandleType;
import org.jspecify.annotations.Nullable;
import sun.net.www.MessageHeader;
import sun.net.www.http.HttpClient;
import sun.net.www.protocol.http.HttpURLConnection;

/**
 * Sends a refused request once more in the JDK's own loop, as the JDK does for credentials of its
 * own.
 *
 * <p>This method is asked last about each answer, and if it says yes the loop sends the request
 * again, with the body that the JDK has kept. A 401 comes here only if the JDK itself has nothing
 * to answer it with: neither a password of the application's {@code Authenticator} nor one of its
 * cache. A body that the application streams does not come here: the JDK ends its call before.
 * Until the loop begins anew the connection is treated as the JDK treats it after a 401.
 *
 * <p>The retry counts as one of {@code http.maxRedirects}, as the JDK's own does.
 */
final class FollowRedirectAdvice {

  private FollowRedirectAdvice() {}

  /**
   * @param disconnectWeb the JDK's private method for the time between a 401 and its retry
   */
  @Advice.OnMethodExit(suppress = Throwable.class)
  static void retry(
      @Advice.This HttpURLConnection connection,
      @Advice.FieldValue("requests") MessageHeader sent,
      @Advice.FieldValue("http") @Nullable HttpClient http,
      @Advice.FieldValue("maxRedirects") int limit,
      @Advice.Handle(
              type = HandleType.INVOKE_SPECIAL,
              owner = HttpURLConnection.class,
              name = "disconnectWeb",
              returnType = void.class,
              parameterTypes = {})
          MethodHandle disconnectWeb,
      @Advice.Return(readOnly = false) boolean again)
      throws Throwable {
    if (!again && AuthorizationBridge.wasRefused(sent)) {
      // Reported in any case: the next request needs another token
      boolean another = AuthorizationBridge.retry(sent, limit > 1);
      AuthorizationBridge.forgetSent(sent);
      // Read again: the application may have disconnected meanwhile
      if (another && limit > 1 && http != null) {
        disconnectWeb.invokeExact(connection);
        again = true;
      }
    }
  }
}
