package io.foundryidentity.agent.command;

import org.jspecify.annotations.Nullable;

/** Explains why an attach failed. */
final class AttachFailure {

  private static final String WRITABLE_TMP =
      "Start it with a writable /tmp: in Kubernetes an emptyDir volume that is mounted at /tmp, with"
          + " Docker the option --tmpfs /tmp";

  private AttachFailure() {}

  /** Java 8 and 9 report the success of an agent in a newer JVM as a failure with code 0. */
  static boolean isNone(@Nullable Throwable failure) {
    return failure != null
        && failure.getClass().getSimpleName().equals("AgentLoadException")
        && "0".equals(failure.getMessage());
  }

  static String inWords(@Nullable Throwable failure) {
    String what = String.valueOf(failure == null ? null : failure.getMessage());
    if (what.contains("Dynamic agent loading is not enabled")) {
      return "that JVM loads no agent at run time (-XX:-EnableDynamicAgentLoading): start it with"
          + " -javaagent:foundry-identity-agent.jar=..., or without that option";
    }
    if (what.contains("instrument")) {
      return "that JVM has no module java.instrument, which agents need (" + what + ")";
    }
    if (what.contains("Read-only file system")) {
      return "that JVM cannot be attached to: its /tmp and its working directory are on a read-only"
          + " file system ("
          + what
          + "). "
          + WRITABLE_TMP;
    }
    if (what.contains("Unable to open socket file") || what.contains("doesn't respond")) {
      return "that JVM does not answer: it may be started with -XX:+DisableAttachMechanism, be"
          + " stopped or overloaded, or be unable to write to its /tmp ("
          + what
          + ")";
    }
    if (what.contains("Connection refused")) {
      return "that JVM no longer listens on its socket in /tmp; start it again (" + what + ")";
    }
    if (what.contains("well-known file") || what.contains("owned by the current user")) {
      return "that JVM belongs to another user: run this as that user (" + what + ")";
    }
    if (what.contains("No such process")) {
      return "there is no such process";
    }
    return "that JVM cannot be attached to: " + failure;
  }

  /**
   * @param why what is wrong with the folder in which the socket must be
   */
  static String noSocket(String pid, String why) {
    return "process "
        + pid
        + " cannot be attached to: "
        + why
        + ", and there a JVM makes the socket that an attach needs. "
        + WRITABLE_TMP;
  }
}
