package io.foundryidentity.agent.instrumentation.commonshttpclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import org.apache.commons.httpclient.HttpConnection;

/** Writes nothing in place of a line with a credential, as long as a signed head is written. */
final class PrintAdvice {

  private PrintAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void leaveOut(
      @Advice.This HttpConnection connection,
      @Advice.Argument(value = 0, readOnly = false) String line) {
    int colon = line.indexOf(':');
    if (colon > 0 && AuthorizationBridge.isSigning(connection.getParams())) {
      String name = line.substring(0, colon).trim();
      boolean credential = name.equalsIgnoreCase("Authorization");
      for (String keyHeader : AuthorizationBridge.keyHeaders()) {
        credential |= name.equalsIgnoreCase(keyHeader);
      }
      if (credential) {
        line = "";
      }
    }
  }
}
