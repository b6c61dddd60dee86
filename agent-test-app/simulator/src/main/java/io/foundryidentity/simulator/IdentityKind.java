package io.foundryidentity.simulator;

/** The ways in which an application can get its tokens here. */
public enum IdentityKind {
  APP_SERVICE,
  IMDS,
  CLOUD_SHELL,
  ARC,
  WORKLOAD_IDENTITY,
  CLIENT_SECRET,
  CLIENT_CERTIFICATE,
  /** An assertion of somebody else for a registered application. */
  FEDERATED,
  /** Both steps of an agent identity: the blueprint's and its own. */
  AGENT_IDENTITY,
  /** AKS identity bindings. */
  AKS_TOKEN_PROXY,
  /** The IMDS inside the container of a Foundry hosted agent. */
  HOSTED_AGENT,
  GITHUB,
  GOOGLE,
  AWS
}
