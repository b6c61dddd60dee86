package io.foundryidentity.agent.health;

/** Gives the agent's state at this moment. Public for the runtime. */
public interface HealthSource {

  /**
   * @param withClients false where they are not shown: their versions may have to be read from jars
   */
  AgentHealth now(boolean withClients);
}
