package io.foundryidentity.agent.command;

/** One step of the check of a target; stores in the examination what the next steps need. */
interface Step {

  /** Its name in the output. */
  String name();

  /** The exit code of a check that fails here. */
  int exitCode();

  StepResult run(Examination examination);
}
