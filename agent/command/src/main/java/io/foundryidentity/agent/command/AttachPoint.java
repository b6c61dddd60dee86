package io.foundryidentity.agent.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.List;

/**
 * The files by which a JVM on Linux is attached to: a socket that it makes in {@code /tmp}, and a
 * file that asks it to do so. HotSpot uses {@code /tmp} whatever {@code java.io.tmpdir} says.
 */
final class AttachPoint {

  private static final String TMP = "/tmp";
  private static final int MOUNT_POINT = 4;
  private static final int OPTIONS = 5;

  private final ProcFolder process;
  private final String inner;

  AttachPoint(ProcFolder process) {
    this.process = process;
    this.inner = process.innerPid();
  }

  /** The socket, seen from this process: that JVM may be in a container. */
  Path socket() {
    Path there = process.path("root/tmp/.java_pid" + inner);
    Path here = Paths.get(TMP, ".java_pid" + inner);
    return !Files.exists(there) && inner.equals(process.pid()) && Files.exists(here) ? here : there;
  }

  /** Whether the JVM already listens, so that an attach sends no signal. */
  boolean isOpen() {
    return Files.exists(socket());
  }

  /** Where the file can be that asks a JVM to listen; the first that can be made is enough. */
  List<Path> requests() {
    String name = ".attach_pid" + inner;
    return Arrays.asList(process.path("cwd/" + name), process.path("root/tmp/" + name));
  }

  /**
   * @throws RefusedException if the JVM cannot make the socket
   */
  void refuseUnusable() throws RefusedException {
    String why = obstacle();
    if (!why.isEmpty()) {
      throw new RefusedException(AttachFailure.noSocket(process.pid(), why));
    }
  }

  /** Why there can be no socket; empty if nothing is known. */
  private String obstacle() {
    Path tmp = process.path("root/tmp");
    if (!Files.isExecutable(process.path("root"))) {
      return "";
    }
    if (!Files.isDirectory(tmp)) {
      return "there is no folder /tmp";
    }
    if (isReadOnly(process.read("mountinfo"))) {
      return "/tmp is on a read-only file system";
    }
    // Who runs this is the same user, or root, who can always write
    return Files.isWritable(tmp) ? "" : "/tmp is not writable for the user of that process";
  }

  /**
   * Whether {@code /tmp} is read-only.
   *
   * @param mounts {@code /proc/PID/mountinfo}; see proc(5)
   */
  static boolean isReadOnly(String mounts) {
    boolean readOnly = false;
    boolean own = false;
    for (String line : mounts.split("\n", -1)) {
      String[] fields = line.split(" ", -1);
      if (fields.length <= OPTIONS) {
        continue;
      }
      boolean tmp = fields[MOUNT_POINT].equals(TMP);
      // A later mount covers an earlier one; one of / is below that of /tmp
      if (tmp || (fields[MOUNT_POINT].equals("/") && !own)) {
        own |= tmp;
        readOnly = hasOption(fields[OPTIONS]) || hasOption(fields[fields.length - 1]);
      }
    }
    return readOnly;
  }

  private static boolean hasOption(String options) {
    return Arrays.asList(options.split(",", -1)).contains("ro");
  }
}
