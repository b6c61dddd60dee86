package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.diagnosis.ConnectionDiagnosis;
import io.foundryidentity.agent.core.diagnosis.TargetProbe;
import java.io.IOException;
import java.net.Socket;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** Connects, and makes the TLS handshake if the target uses TLS. */
final class ConnectionStep implements Step {

  @Override
  public String name() {
    return "connection";
  }

  @Override
  public int exitCode() {
    return CheckCommand.NOT_REACHED;
  }

  @Override
  public StepResult run(Examination examination) {
    if (examination.isUnresolved()) {
      return StepResult.skipped("there is no address");
    }
    String proxy = examination.proxy();
    String through = proxy == null ? "" : " through the proxy " + proxy;
    try (Socket socket =
        examination
            .connector()
            .connect(
                TargetProbe.url(examination.target(), examination.host(), examination.path()))) {
      examination.reached();
      return socket instanceof SSLSocket
          ? secured(((SSLSocket) socket).getSession(), through)
          : StepResult.ok("plain http to this machine");
    } catch (IOException failure) {
      return StepResult.failed(
          "no connection to " + examination.host() + ":" + examination.target().port() + through,
          ConnectionDiagnosis.explain(
              failure, examination.asked(), examination.target().port(), proxy));
    }
  }

  private static StepResult secured(SSLSession session, String through)
      throws SSLPeerUnverifiedException {
    Certificate[] chain = session.getPeerCertificates();
    String by =
        chain[0] instanceof X509Certificate
            ? commonName(((X509Certificate) chain[0]).getIssuerX500Principal().getName())
            : "unknown";
    return StepResult.ok(session.getProtocol() + ", certificate by " + by + through)
        .fact("tls", session.getProtocol())
        .fact("issuer", by);
  }

  private static String commonName(String distinguished) {
    for (String part : distinguished.split(",", -1)) {
      if (part.startsWith("CN=")) {
        return part.substring(3);
      }
    }
    return distinguished;
  }
}
