package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.diagnosis.ConnectionDiagnosis;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Resolves the target's name, unless a proxy does. */
final class NameStep implements Step {

  @Override
  public String name() {
    return "name";
  }

  @Override
  public int exitCode() {
    return CheckCommand.NOT_REACHED;
  }

  @Override
  public StepResult run(Examination examination) {
    String proxy = examination.jvm().proxy();
    if (proxy != null) {
      return StepResult.ok("resolved by the proxy " + proxy).fact("proxy", proxy);
    }
    List<String> addresses = new ArrayList<>();
    boolean inside = true;
    try {
      for (InetAddress address : InetAddress.getAllByName(examination.host())) {
        addresses.add(address.getHostAddress());
        inside &= isPrivate(address);
      }
    } catch (UnknownHostException unknown) {
      Way variable = examination.variable();
      if (variable != null) {
        return StepResult.ok(
                "does not resolve on this machine; the proxy of HTTPS_PROXY may resolve it")
            .fact("proxy", variable.proxy());
      }
      examination.unresolved();
      return StepResult.failed(
          examination.host() + " does not resolve",
          ConnectionDiagnosis.explain(
              unknown, examination.asked(), examination.target().port(), null));
    }
    examination.leadsInside(inside);
    return StepResult.ok(
            examination.host()
                + " is "
                + String.join(", ", addresses)
                + (inside ? " (private)" : ""))
        .fact("addresses", addresses)
        .fact("private", inside);
  }

  private static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    // Unique local IPv6 addresses (RFC 4193), which the JDK's method does not cover
    boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    return address.isSiteLocalAddress() || address.isLoopbackAddress() || uniqueLocal;
  }
}
