package io.foundryidentity.agent.instrumentation.apachehttpclient5;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import net.bytebuddy.asm.Advice;
import org.apache.hc.core5.http.io.SocketConfig;

/**
 * Notes which classic connections were opened without SOCKS: a socket behind such a proxy gives the
 * target's address as its own peer, so that {@link SendRequestHeaderAdvice} could not tell.
 *
 * <p>The connection is the first argument in all versions; the configuration's place differs.
 */
final class ConnectAdvice {

  private ConnectAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void note(@Advice.AllArguments Object[] arguments) {
    boolean direct = System.getProperty("socksProxyHost") == null;
    for (Object argument : arguments) {
      direct &=
          !(argument instanceof SocketConfig)
              || ((SocketConfig) argument).getSocksProxyAddress() == null;
    }
    if (direct) {
      AuthorizationBridge.markDirect(arguments[0]);
    }
  }
}
