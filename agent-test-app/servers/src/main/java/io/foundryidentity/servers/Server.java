package io.foundryidentity.servers;

import java.io.IOException;

/** One server, or another kind of program that applications run in. */
interface Server {

  /** Its name as an argument of the script. */
  String name();

  /** Its name in tables. */
  String title();

  /** Its version; empty if it is part of the JVM. */
  String version() throws IOException;

  Jvm jvm();

  /** What is special about it for the agent. */
  String note();

  /** Puts the application into an empty folder, and returns how to start the server there. */
  Launch prepare(StartSettings settings) throws IOException;
}
