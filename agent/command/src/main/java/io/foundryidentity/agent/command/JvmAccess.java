package io.foundryidentity.agent.command;

/** A way to attach to other JVMs of this machine. */
interface JvmAccess {

  /**
   * @throws RefusedException if that JVM cannot be attached to; its message is for the operator
   */
  AttachedJvm attach(String pid) throws RefusedException;
}
