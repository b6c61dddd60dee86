package io.foundryidentity.agent.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What {@code /proc} says about another process; on other systems than Linux nothing is known.
 *
 * <p>To attach, the JDK sends SIGQUIT. That ends a process that is not a JVM, or a JVM that does
 * not handle it yet, and makes a JVM with attach switched off print all its threads. So this class
 * checks first whether an attach can work.
 */
final class ProcFolder {

  private static final int SIGQUIT = 3;
  private static final String OFF = "-XX:+DisableAttachMechanism";

  private final String pid;
  private final Path folder;

  ProcFolder(String pid) {
    this(pid, Paths.get("/proc"));
  }

  ProcFolder(String pid, Path proc) {
    this.pid = pid;
    this.folder = proc.resolve(pid);
  }

  /** Whether there is a {@code /proc}, which is so on Linux only. */
  static boolean isHere() {
    return Files.isReadable(Paths.get("/proc/self/status"));
  }

  String pid() {
    return pid;
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  /**
   * @throws RefusedException if an attach cannot work
   */
  void refuseIfHopeless() throws RefusedException {
    if (!isHere()) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw new RefusedException(
          "there is no process "
              + pid
              + " here; 'list' shows the JVMs. A process in a container has another number outside"
              + " of it");
    }
    refuseStranger();
    AttachPoint point = new AttachPoint(this);
    if (point.isOpen()) {
      return;
    }
    for (String option : options()) {
      if (option.equals(OFF)) {
        throw new RefusedException(
            "process "
                + pid
                + " was started with "
                + OFF
                + ": start it again without that option, or with the agent's own"
                + " -javaagent:foundry-identity-agent.jar=...");
      }
    }
    if (!catches(SIGQUIT)) {
      throw new RefusedException(
          "process "
              + pid
              + " is not a JVM, or a JVM that has just started or has the option -Xrs: the signal"
              + " that an attach begins with would end it, so none was sent");
    }
    point.refuseUnusable();
  }

  /** A user can attach to their own JVMs; root can also attach to others of Java 11 and later. */
  private void refuseStranger() throws RefusedException {
    try {
      Object theirs = Files.getAttribute(folder, "unix:uid");
      Object ours = Files.getAttribute(Paths.get("/proc/self"), "unix:uid");
      if (!theirs.equals(ours) && !ours.equals(0)) {
        String name = Files.getOwner(folder).getName();
        throw new RefusedException(
            "process "
                + pid
                + " belongs to "
                + name
                + ": run this as that user (sudo -u "
                + name
                + " java -jar ...)");
      }
    } catch (IOException | UnsupportedOperationException unknown) {
      // Not readable: the attach itself then shows whether it works
    }
  }

  /** Whether the JVM already listens for an attach, which then sends no signal. */
  boolean hasSocket() {
    return new AttachPoint(this).isOpen();
  }

  /** Its number in its own container. */
  String innerPid() {
    String numbers = statusLine("NSpid:");
    return numbers.isEmpty() ? pid : numbers.substring(numbers.lastIndexOf('\t') + 1);
  }

  /** Whether it has loaded a JVM; false too if that cannot be read. */
  boolean isJvm() {
    return read("maps").contains("/libjvm.so");
  }

  /** Whether its JVM is OpenJ9, for which SIGQUIT is a request for a dump. */
  boolean isOpenJ9() {
    return read("maps").contains("/libj9vm");
  }

  /** The main class or jar, without its arguments, which may be secrets. */
  String program() {
    return commandLine().program();
  }

  private boolean catches(int signal) {
    String mask = statusLine("SigCgt:");
    return mask.isEmpty() || (Long.parseUnsignedLong(mask, 16) >> (signal - 1) & 1) == 1;
  }

  /** Empty if there is none. */
  private String statusLine(String name) {
    for (String line : read("status").split("\n", -1)) {
      if (line.startsWith(name)) {
        return line.substring(name.length()).trim();
      }
    }
    return "";
  }

  boolean isThisOne() {
    try {
      return Files.isSameFile(Paths.get("/proc/self"), folder)
          || Paths.get("/proc/self").toRealPath().equals(folder.toRealPath());
    } catch (IOException unknown) {
      return false;
    }
  }

  /** Whether its command line, or a variable that JVMs read, names this agent. */
  boolean hasFlag() {
    for (String option : options()) {
      if (option.startsWith("-javaagent:") && option.contains("foundry-identity-agent")) {
        return true;
      }
    }
    return false;
  }

  /** Those of the command line, and of the variables that JVMs read. */
  List<String> options() {
    List<String> options = new ArrayList<>(commandLine().options());
    for (String variable : read("environ").split("\0", -1)) {
      int equals = variable.indexOf('=');
      String name = equals < 0 ? "" : variable.substring(0, equals);
      if (name.equals("JAVA_TOOL_OPTIONS")
          || name.equals("JDK_JAVA_OPTIONS")
          || name.equals("_JAVA_OPTIONS")) {
        options.addAll(Arrays.asList(variable.substring(equals + 1).trim().split("\\s+")));
      }
    }
    return Collections.unmodifiableList(options);
  }

  private JavaCommandLine commandLine() {
    String words = read("cmdline");
    return new JavaCommandLine(
        words.isEmpty() ? Collections.emptyList() : Arrays.asList(words.split("\0", -1)));
  }

  /**
   * Fails if the other process does not see the jar under the same path, as in a container.
   *
   * @param jar absolute
   */
  void refuseUnseen(String jar) throws RefusedException {
    Path root = folder.resolve("root");
    if (!Files.isReadable(root) || !Files.isExecutable(root)) {
      return;
    }
    if (!Files.exists(Paths.get(root + jar))) {
      throw new RefusedException(
          "process "
              + pid
              + " does not see "
              + jar
              + " (it is in a container, or has another root directory): copy the jar into the"
              + " container, and name its path there with --jar");
    }
  }

  /** Empty if it cannot be read. */
  String read(String file) {
    try {
      return new String(Files.readAllBytes(folder.resolve(file)), StandardCharsets.ISO_8859_1);
    } catch (IOException unreadable) {
      return "";
    }
  }
}
