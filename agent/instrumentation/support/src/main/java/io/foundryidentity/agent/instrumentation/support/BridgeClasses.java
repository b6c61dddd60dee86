package io.foundryidentity.agent.instrumentation.support;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;

/** Every class of the bridge's package; advice may name any of them. */
final class BridgeClasses {

  /** With a dot at its end. */
  static final String PACKAGE =
      AuthorizationBridge.class.getName().replace("AuthorizationBridge", "");

  static final String[] NAMES = {
    PACKAGE + "AuthorizationBridge",
    PACKAGE + "AuthorizedHeaders",
    PACKAGE + "BearerForms",
    PACKAGE + "BearerForms$OfClass",
    PACKAGE + "CallTurn",
    PACKAGE + "CertificateNames",
    PACKAGE + "ChannelRoute",
    PACKAGE + "CliBridge",
    PACKAGE + "CliCalls",
    PACKAGE + "ConnectionProof",
    PACKAGE + "DelayedCall",
    PACKAGE + "DetachedThread",
    PACKAGE + "DetachedThread$1",
    PACKAGE + "EventLoopConnection",
    PACKAGE + "ExchangeNotes",
    PACKAGE + "ExchangeNotes$Note",
    PACKAGE + "FailurePolicyException",
    PACKAGE + "HandedOver",
    PACKAGE + "HandshakeWait",
    PACKAGE + "HeadHandover",
    PACKAGE + "HeadText",
    PACKAGE + "HeldAnswer",
    PACKAGE + "HeldCall",
    PACKAGE + "HeldCall$State",
    PACKAGE + "HeldCalls",
    PACKAGE + "HeldReads",
    PACKAGE + "HeldSend",
    PACKAGE + "HeldStream",
    PACKAGE + "KnownPeers",
    PACKAGE + "KnownSockets",
    PACKAGE + "KnownSockets$Opened",
    PACKAGE + "KnownWires",
    PACKAGE + "LayeredRequest",
    PACKAGE + "LiveIdentity",
    PACKAGE + "MovedCall",
    PACKAGE + "Peer",
    PACKAGE + "ProcessBridge",
    PACKAGE + "ProcessStart",
    PACKAGE + "ProcessStarts",
    PACKAGE + "RefusedBearers",
    PACKAGE + "RenderedHead",
    PACKAGE + "RequestEncoders",
    PACKAGE + "RequestHead",
    PACKAGE + "RequestTarget",
    PACKAGE + "RequestTargets",
    PACKAGE + "SelectorThread",
    PACKAGE + "SocketChannels",
    PACKAGE + "SocketPeer",
    PACKAGE + "TargetedRequest",
    PACKAGE + "WaitingCall",
    PACKAGE + "WeakIdentity",
    PACKAGE + "WeakTable",
  };

  private BridgeClasses() {}
}
