package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.diagnosis.ConnectionDiagnosis;
import io.foundryidentity.agent.core.diagnosis.Explanation;
import io.foundryidentity.agent.core.diagnosis.TargetProbe;
import java.io.IOException;
import java.net.Socket;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/**
 * Connects, and makes the TLS handshake if the target uses TLS: with the JVM's own proxy settings,
 * as most clients do, and with HTTPS_PROXY if only that variable names a proxy.
 */
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
    Way jvm = examination.jvm();
    Way variable = examination.variable();
    try {
      StepResult result = connect(examination, jvm);
      examination.reached(jvm);
      return variable == null ? result : alsoByVariable(examination, result, variable);
    } catch (IOException failure) {
      return variable == null
          ? failed(examination, jvm, failure)
          : byVariable(examination, failure, variable);
    }
  }

  /** The JVM's own way works; the agent's requests for tokens go by the other one. */
  private static StepResult alsoByVariable(
      Examination examination, StepResult result, Way variable) {
    try {
      connect(examination, variable);
      return result.line(
          "HTTPS_PROXY="
              + variable.proxy()
              + " works too; most Java clients do not read it and connect directly");
    } catch (IOException failure) {
      return StepResult.note(
          result.detail() + ", but not through the proxy of HTTPS_PROXY",
          explanation(examination, variable, failure));
    }
  }

  private static StepResult byVariable(
      Examination examination, IOException directly, Way variable) {
    try {
      StepResult result = connect(examination, variable);
      examination.reached(variable);
      return StepResult.failed(
          result.detail() + ", but not with the JVM's own settings",
          ConnectionDiagnosis.variableOnly(
              examination.asked(),
              String.valueOf(variable.proxy()),
              directly.getClass().getSimpleName() + ": " + directly.getMessage()));
    } catch (IOException failure) {
      return failed(examination, variable, failure)
          .line(
              "with the JVM's own settings, without HTTPS_PROXY: "
                  + explanation(examination, examination.jvm(), directly).words());
    }
  }

  private static StepResult failed(Examination examination, Way way, IOException failure) {
    return StepResult.failed(
        "no connection to " + examination.host() + ":" + examination.target().port() + through(way),
        explanation(examination, way, failure));
  }

  private static Explanation explanation(Examination examination, Way way, IOException failure) {
    return ConnectionDiagnosis.explain(
        failure, examination.asked(), examination.target().port(), way.proxy());
  }

  private static String through(Way way) {
    return way.proxy() == null ? "" : " through the proxy " + way.proxy();
  }

  private static StepResult connect(Examination examination, Way way) throws IOException {
    try (Socket socket =
        way.connector()
            .connect(
                TargetProbe.url(examination.target(), examination.host(), examination.path()))) {
      return socket instanceof SSLSocket
          ? secured(((SSLSocket) socket).getSession(), through(way))
          : StepResult.ok("plain http to this machine");
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
