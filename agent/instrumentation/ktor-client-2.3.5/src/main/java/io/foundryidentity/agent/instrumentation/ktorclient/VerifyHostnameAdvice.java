package io.foundryidentity.agent.instrumentation.ktorclient;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.ktor.http.IpParserKt;
import io.ktor.network.tls.TLSException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Has TLS refuse a certificate that names no host at all, such as one for an IP address, where a
 * token may go: from 2.3.12 on Ktor takes it for any host's.
 */
final class VerifyHostnameAdvice {

  /** RFC 5280, 4.2.1.6. */
  private static final int DNS_NAME = 2;

  private VerifyHostnameAdvice() {}

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void refuseNameless(
      @Advice.Argument(0) String host,
      @Advice.Argument(1) X509Certificate certificate,
      @Advice.Thrown(readOnly = false) @Nullable Throwable refusal)
      throws CertificateParsingException {
    if (refusal != null || IpParserKt.hostIsIp(host) || !AuthorizationBridge.isTargetHost(host)) {
      return;
    }
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    boolean named = false;
    if (names != null) {
      for (List<?> name : names) {
        named |= name.get(0).equals(DNS_NAME);
      }
    }
    if (!named) {
      refusal = new TLSException("The certificate of " + host + " names no host", null);
    }
  }
}
