package io.foundryidentity.agent.command;

/** A JVM in a list. */
final class ListedJvm {

  final String pid;

  /** The main class or jar, without its arguments, which may be secrets. */
  final String program;

  ListedJvm(String pid, String program) {
    this.pid = pid;
    this.program = program;
  }
}
