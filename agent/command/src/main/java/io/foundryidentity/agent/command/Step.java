package io.foundryidentity.agent.command;

/** One step of a check of one target; leaves in the examination what the next ones need. */
interface Step {

  /** As people and scripts know it. */
  String name();

  /** The exit code of a check that fails here. */
  int exitCode();

  StepResult run(Examination examination);
}
