package io.foundryidentity.agent.core.configuration;

/** When the first token is requested. */
public enum Prefetch {
  /** When the first class of a client is seen. */
  FIRST_HIT,
  /** When the JVM starts, on a daemon thread. */
  STARTUP,
  /** When the first request needs it. */
  NEVER
}
