package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.status.GatewayStatus;
import java.util.ArrayList;
import java.util.List;

/** The codes of a gateway's own answers, a line for each. */
public final class GatewaySurface {

  private GatewaySurface() {}

  public static List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Refusal refusal : Refusal.values()) {
      if (refusal.code() != null) {
        lines.add("gateway error.code " + refusal.code());
      }
    }
    for (OwnError error : OwnError.values()) {
      lines.add("gateway error.code " + error.code());
    }
    return lines;
  }

  /** What a gateway counts, each with all of its labels. */
  public static GatewayStatus counts() {
    return new GatewayCounts().now(0, 0);
  }
}
