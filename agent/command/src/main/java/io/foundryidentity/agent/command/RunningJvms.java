package io.foundryidentity.agent.command;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the JVMs of this machine that this user can see, and how to attach to them.
 *
 * <p>On Linux the list comes from {@code /proc}: the JDK's own list is made from files in {@code
 * /tmp}, which a JVM does not write if that is read-only.
 */
final class RunningJvms {

  private static final Path PROC = Paths.get("/proc");

  private RunningJvms() {}

  /**
   * The JDK's attach API, or {@link AttachSocket} if this Java lacks it.
   *
   * @throws RefusedException if this Java has neither
   */
  static JvmAccess access() throws RefusedException {
    JvmAccess api = AttachApi.find();
    return api == null ? AttachSocket.find() : api;
  }

  static List<ListedJvm> list() throws RefusedException {
    if (ProcFolder.isHere()) {
      return list(PROC);
    }
    AttachApi api = AttachApi.find();
    if (api == null) {
      throw AttachSocket.noModule();
    }
    return api.list();
  }

  static List<ListedJvm> list(Path proc) throws RefusedException {
    List<ListedJvm> jvms = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(proc, "[1-9]*")) {
      for (Path folder : folders) {
        String pid = folder.getFileName().toString();
        ProcFolder process = new ProcFolder(pid, proc);
        if (AttachedCommands.isPid(pid) && process.isJvm()) {
          jvms.add(new ListedJvm(pid, process.program()));
        }
      }
    } catch (IOException unreadable) {
      throw new RefusedException("the processes cannot be listed: " + unreadable);
    }
    jvms.sort(Comparator.comparingLong(jvm -> Long.parseLong(jvm.pid)));
    return jvms;
  }
}
