package io.foundryidentity.agent.instrumentation.joddhttp;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.util.List;
import java.util.Map;
import jodd.http.Buffer;
import jodd.http.HeadersMultiMap;
import jodd.http.HttpBase;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Writes the line with the token into the bytes to send, ahead of the application's headers, which
 * never hold it. Those that it replaces are out for as long as the head is written and come back in
 * their order.
 */
final class HeadAdvice {

  private HeadAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static @Nullable List<Map.Entry<String, String>> write(
      @Advice.This HttpBase<?> message,
      @Advice.Argument(0) Buffer head,
      @Advice.FieldValue("headers") HeadersMultiMap headers) {
    CharSequence authorization = AuthorizationBridge.take(message);
    if (authorization == null || authorization.length() == 0) {
      return null;
    }
    List<Map.Entry<String, String>> before = headers.entries();
    headers.remove("Authorization");
    for (String keyHeader : AuthorizationBridge.keyHeaders()) {
      headers.remove(keyHeader);
    }
    head.append("Authorization: " + authorization + "\r\n");
    return before;
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void putBack(
      @Advice.FieldValue("headers") HeadersMultiMap headers,
      @Advice.Enter @Nullable List<Map.Entry<String, String>> before) {
    if (before != null && before.size() != headers.entries().size()) {
      headers.clear();
      for (Map.Entry<String, String> header : before) {
        headers.add(header.getKey(), header.getValue());
      }
    }
  }
}
