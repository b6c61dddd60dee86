package io.foundryidentity.agent.instrumentation.okhttp;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.TargetedRequest;
import java.io.IOException;
import net.bytebuddy.asm.Advice;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.internal.http.StreamAllocation;

/**
 * Decides and writes for OkHttp 3.0 to 3.3, which has no {@link CallServerAdvice}: its streams know
 * their connection, by the same names in all these versions.
 */
final class StreamWriteRequestHeadersAdvice {

  private StreamWriteRequestHeadersAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void authorize(
      @Advice.FieldValue("streamAllocation") StreamAllocation allocation,
      @Advice.Argument(value = 0, readOnly = false) Request request)
      throws IOException {
    HttpUrl url = request.url();
    TargetedRequest target =
        AuthorizationBridge.find(url.scheme(), url.host(), url.port(), url.encodedPath());
    if (target == null) {
      return;
    }
    Object call = AuthorizationBridge.takeObject(Call.class);
    if (call != null) {
      AuthorizationBridge.handOver(Call.class, call); // For the next hop
      if (allocation.connection().protocol() != Protocol.HTTP_1_1) {
        target.endsOnce(Call.class, call, "isCanceled");
      }
    }
    if (!target.isProvenBy(allocation.connection().socket())) {
      return;
    }
    String authorization = target.authorize(request, request.header("Authorization"), true);
    if (authorization != null) {
      Request.Builder authorized = request.newBuilder();
      for (String keyHeader : AuthorizationBridge.keyHeaders()) {
        authorized.removeHeader(keyHeader);
      }
      request = authorized.header("Authorization", authorization).build();
    }
  }
}
