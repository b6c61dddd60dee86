package io.foundryidentity.agent.instrumentation.commonshttpclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import org.apache.commons.httpclient.HttpConnection;

/** Writes nothing instead of a line with a credential while an authorized head is written. */
final class PrintAdvice {

  private PrintAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void leaveOut(
      @Advice.This HttpConnection connection,
      @Advice.Argument(value = 0, readOnly = false) String line) {
    int colon = line.indexOf(':');
    if (colon > 0 && AuthorizationBridge.isWriting(connection.getParams())) {
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
