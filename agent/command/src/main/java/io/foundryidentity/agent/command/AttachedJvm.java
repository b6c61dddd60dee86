package io.foundryidentity.agent.command;

import java.util.Properties;

/** A JVM that was attached to. */
interface AttachedJvm extends AutoCloseable {

  String pid();

  Properties systemProperties() throws RefusedException;

  /**
   * Loads an agent and waits until it has started.
   *
   * @param jar the path that the other JVM sees
   */
  void loadAgent(String jar, String arguments) throws RefusedException;

  @Override
  void close();
}
