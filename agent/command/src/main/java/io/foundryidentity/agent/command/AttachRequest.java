package io.foundryidentity.agent.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks a JVM that does not listen yet to open its socket: makes a file, and sends SIGQUIT.
 *
 * <p>Java can send no such signal, so a program does: {@code kill}, or a shell. {@link ProcFolder}
 * has checked before that the process survives it.
 */
final class AttachRequest {

  private static final long LONGEST_WAIT_SECONDS = 20;
  private static final long PAUSE_MILLIS = 20;
  private static final int SIGNALS = 2;

  private final ProcFolder process;
  private final AttachPoint point;

  AttachRequest(ProcFolder process, AttachPoint point) {
    this.process = process;
    this.point = point;
  }

  /**
   * Returns when the socket is there.
   *
   * @throws RefusedException if it does not come
   */
  void send() throws RefusedException {
    process.refuseIfHopeless();
    Path file = file();
    try {
      for (int i = 0; i < SIGNALS; i++) {
        signal();
        if (await(LONGEST_WAIT_SECONDS / SIGNALS)) {
          return;
        }
      }
    } finally {
      delete(file);
    }
    throw new RefusedException(
        AttachFailure.inWords(
            new IOException(
                "Unable to open socket file: it did not come within "
                    + LONGEST_WAIT_SECONDS
                    + " s")));
  }

  private Path file() throws RefusedException {
    @Nullable IOException failure = null;
    for (Path file : point.requests()) {
      try {
        return Files.createFile(file);
      } catch (FileAlreadyExistsException left) {
        return file;
      } catch (IOException notHere) {
        failure = notHere;
      }
    }
    throw new RefusedException(AttachFailure.inWords(failure));
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException gone) {
      // It is of no use to anybody
    }
  }

  private void signal() throws RefusedException {
    List<List<String>> ways =
        Arrays.asList(
            Arrays.asList("kill", "-QUIT", process.pid()),
            Arrays.asList("/bin/sh", "-c", "kill -QUIT " + process.pid()));
    for (List<String> way : ways) {
      try {
        Process kill =
            new ProcessBuilder(way)
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"))
                .start();
        if (kill.waitFor() == 0) {
          return;
        }
      } catch (IOException notHere) {
        // Then the next one
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
      }
    }
    throw new RefusedException(
        "the signal SIGQUIT, which an attach begins with, could not be sent to process "
            + process.pid()
            + ": there is no program 'kill' and no /bin/sh here that can do it. Start that JVM with"
            + " -XX:+StartAttachListener, which makes the signal unnecessary, or run this command"
            + " with a JDK");
  }

  private boolean await(long seconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!point.isOpen() && System.nanoTime() < end) {
      try {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return point.isOpen();
  }
}
