package io.foundryidentity.simulator;

import java.util.Map;

/** What the parts of Entra share: who issues, who is registered, and how each endpoint behaves. */
record Entra(
    TokenIssuer issuer,
    EntraDirectory directory,
    ServicePrincipal application,
    Map<IdentityKind, EndpointBehaviour> behaviours) {

  EndpointBehaviour at(IdentityKind kind) {
    EndpointBehaviour behaviour = behaviours.get(kind);
    if (behaviour == null) {
      throw new IllegalArgumentException("No endpoint for " + kind);
    }
    return behaviour;
  }
}
