package io.foundryidentity.agent.instrumentation.okhttp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.bootstrap.BearerForms;
import net.bytebuddy.asm.Advice;
import okhttp3.Headers;
import okio.BufferedSink;

/**
 * Writes the bearer as the first header, right after the request line, and leaves the rest of the
 * head to the codec, without the application's credentials. The request itself, which interceptors,
 * event listeners and the response can see, stays as it was.
 *
 * <p>The bearer is written as bytes that were made once: OkHttp would check it and encode it again
 * for each request, character by character, which costs more than everything else here. It is
 * written to the sink's buffer, which does no I/O, and so cannot fail.
 */
final class Http1HeadAdvice {

  private Http1HeadAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void authorize(
      @Advice.This Object codec,
      @Advice.FieldValue("sink") BufferedSink sink,
      @Advice.Argument(value = 0, readOnly = false) Headers headers,
      @Advice.Argument(value = 1, readOnly = false) String requestLine) {
    CharSequence authorization = AuthorizationBridge.take(codec);
    if (authorization == null) {
      return;
    }
    String bearer = authorization.toString();
    Headers.Builder others = headers.newBuilder().removeAll("Authorization");
    for (String keyHeader : AuthorizationBridge.keyHeaders()) {
      others.removeAll(keyHeader);
    }
    byte[] line = (byte[]) BearerForms.objectOf(bearer, byte[].class);
    if (line == null) {
      line = ("\r\nAuthorization: " + bearer).getBytes(ISO_8859_1);
      BearerForms.keepObject(bearer, line);
    }
    headers = others.build();
    sink.buffer().writeUtf8(requestLine).write(line);
    requestLine = ""; // The codec ends the bearer's line as it would end this one
  }
}
