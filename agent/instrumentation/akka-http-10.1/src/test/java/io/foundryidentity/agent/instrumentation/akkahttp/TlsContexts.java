package io.foundryidentity.agent.instrumentation.akkahttp;

import akka.http.javadsl.ConnectionContext;
import akka.http.javadsl.HttpsConnectionContext;
import com.typesafe.sslconfig.akka.AkkaSSLConfig;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * The TLS settings of an application; Pekko has other methods for them, and its own copy of this
 * class.
 */
final class TlsContexts {

  private TlsContexts() {}

  static HttpsConnectionContext trusting(SSLContext trust) {
    return ConnectionContext.https(trust);
  }

  /** Compares no names. */
  static HttpsConnectionContext verifyingNobody(SSLContext trust) {
    AkkaSSLConfig loose =
        AkkaSSLConfig.get(TestedSystem.ONLY)
            .mapSettings(
                settings ->
                    settings.withLoose(settings.loose().withDisableHostnameVerification(true)));
    return ConnectionContext.https(
        trust,
        Optional.of(loose),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
