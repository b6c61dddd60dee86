package io.foundryidentity.agent.instrumentation.support;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;

/** Every class of the bridge's package; advice may name any of them. */
final class BridgeClasses {

  private static final String PACKAGE =
      AuthorizationBridge.class.getName().replace("AuthorizationBridge", "");

  static final String[] NAMES = {
    PACKAGE + "AuthorizationBridge",
    PACKAGE + "AuthorizedHeaders",
    PACKAGE + "CliBridge",
    PACKAGE + "CliCalls",
    PACKAGE + "ConnectionPeer",
    PACKAGE + "EventLoopConnection",
    PACKAGE + "EventLoopConnection$HeldCall",
    PACKAGE + "FailurePolicyException",
    PACKAGE + "HeldAnswer",
    PACKAGE + "LayeredRequest",
    PACKAGE + "LiveIdentity",
    PACKAGE + "ProcessBridge",
    PACKAGE + "ProcessStart",
    PACKAGE + "ProcessStarts",
    PACKAGE + "RequestAuthorizer",
    PACKAGE + "RequestEncoders",
    PACKAGE + "SentBearers",
    PACKAGE + "SentBearers$Sent",
    PACKAGE + "WeakIdentity",
  };

  private BridgeClasses() {}
}
