package io.foundryidentity.agent.instrumentation.okhttp;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.io.IOException;
import net.bytebuddy.asm.Advice;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Decides for the codec, which is called next on this thread with the same request.
 *
 * <p>The codecs have their connection in a field whose name and type differ between versions; here
 * it comes from the public API. Its socket says where the request goes, whatever the request says:
 * a network interceptor may have changed the URL, and HTTP/2 sends requests for several hosts over
 * one connection. What was decided is handed over on the thread and not noted with the request,
 * which other threads may send over other connections at this moment.
 *
 * <p>The wait for a token and the failure policy are here too. A call that the application cancels,
 * or that ends at its deadline, stops waiting: over HTTP/1.1 its socket is closed, and over HTTP/2
 * the call is marked (the chain knows it from 3.9 on; before, {@link CallAdvice} shows it). From
 * 3.14 on, an exception of the codec makes OkHttp wait for an early response, until the read
 * timeout; one that is thrown here ends the call at once.
 */
final class CallServerAdvice {

  private CallServerAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static @Nullable TargetedRequest authorize(@Advice.Argument(0) Interceptor.Chain chain)
      throws IOException {
    Request request = chain.request();
    HttpUrl url = request.url();
    TargetedRequest target =
        AuthorizationBridge.find(url.scheme(), url.host(), url.port(), url.encodedPath());
    if (target == null) {
      return null;
    }
    Connection connection = chain.connection();
    if (connection != null && connection.protocol() != Protocol.HTTP_1_1) {
      target.endsWith(Interceptor.Chain.class, chain, "call", "isCanceled");
      Object call = AuthorizationBridge.takeObject(Call.class);
      if (call != null) {
        AuthorizationBridge.handOver(Call.class, call); // For the next hop
        target.endsOnce(Call.class, call, "isCanceled");
      }
    }
    String authorization =
        target.isProvenBy(connection == null ? null : connection.socket())
            ? target.authorize(request.header("Authorization"), true)
            : null;
    if (authorization != null) {
      AuthorizationBridge.handOver(request, authorization);
    }
    return target;
  }

  /**
   * Judges the answer; {@link FollowUpRequestAdvice} asks for a refusal that is noted here. A value
   * that no codec has taken was not sent: an application's event listener may have thrown before.
   */
  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void judge(
      @Advice.Argument(0) Interceptor.Chain chain,
      @Advice.Enter @Nullable TargetedRequest sent,
      @Advice.Return @Nullable Response response) {
    if (sent != null) {
      Request request = chain.request();
      if (AuthorizationBridge.take(request) == null && response != null) {
        AuthorizationBridge.ended(sent, request, response.code());
      }
    }
  }
}
