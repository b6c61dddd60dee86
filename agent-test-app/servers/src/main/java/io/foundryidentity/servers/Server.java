package io.foundryidentity.servers;

import java.io.IOException;

/** One server, or another place where applications live. */
interface Server {

  /** What the script is told to start this one alone. */
  String name();

  /** What people call it. */
  String title();

  /** The version of what is started; empty where that is the JVM's own. */
  String version() throws IOException;

  Jvm jvm();

  /** What is special about how it meets the agent. */
  String note();

  /** Lays the application into a fresh folder and says how the server is started there. */
  Launch prepare(Surroundings surroundings) throws IOException;
}
