package io.foundryidentity.simulator;

/** The ways in which an application can get its tokens here. */
public enum IdentityKind {
  APP_SERVICE,
  IMDS,
  CLOUD_SHELL,
  ARC,
  WORKLOAD_IDENTITY,
  CLIENT_SECRET,
  CLIENT_CERTIFICATE
}
