package io.foundryidentity.agent.runtime;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.AccessController;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the log goes: standard error, as standard output belongs to the application, or a file.
 *
 * <p>The file is opened for each line, and there are few lines: an open file would prevent a
 * checkpoint of the JVM (CRaC), and after a rotation the lines would go to the old file.
 *
 * <p>While the file cannot be written, the lines go to standard error. One line says so there, and
 * one in both places says when the file is written again. It is tried again with the next line, at
 * most every ten seconds: a full disk must not cost each line an attempt.
 *
 * <p>Loads before {@code main}, so there are no lambdas.
 */
final class LogOutput {

  static final long RETRY_NANOS = 10_000_000_000L;

  private final @Nullable String file;
  private final boolean json;
  private final LongSupplier nanoTime;

  private boolean lost;
  private long lostAt;

  /** Lines that went to standard error, as the file was lost. */
  private int elsewhere;

  /** The file may end in the middle of a line. */
  private boolean torn;

  /**
   * @param nanoTime counts the time between two attempts
   */
  LogOutput(@Nullable String file, boolean json, LongSupplier nanoTime) {
    this.file = file;
    this.json = json;
    this.nanoTime = nanoTime;
  }

  /**
   * @param file null for standard error
   */
  static LogOutput to(@Nullable String file, boolean json) {
    return new LogOutput(file, json, new NanoTime());
  }

  /** Writes the line to the file, or to standard error. */
  synchronized void write(LogLine line) {
    if (file == null || !toFile(file, line)) {
      toStandardError(line);
    }
  }

  /** Writes the line to standard error, and to the file too if there is one. */
  synchronized void announce(LogLine line) {
    if (file != null) {
      toFile(file, line);
    }
    toStandardError(line);
  }

  private void toStandardError(LogLine line) {
    StandardError.print(json ? line.json() : line.forStandardError());
  }

  private boolean toFile(String path, LogLine line) {
    if (lost && nanoTime.getAsLong() - lostAt < RETRY_NANOS) {
      elsewhere++;
      return false;
    }
    try {
      if (lost) {
        findAgain(path);
      }
      append(path, inFile(line));
      return true;
    } catch (IOException | RuntimeException refused) {
      lose(path, refused);
      return false;
    }
  }

  private void findAgain(String path) throws IOException {
    LogLine again =
        LogLine.now(
            "INFO",
            "the log file "
                + path
                + " can be written again; "
                + elsewhere
                + (elsewhere == 1 ? " line" : " lines")
                + " before this one went to standard error");
    append(path, (torn ? System.lineSeparator() : "") + inFile(again));
    lost = false;
    torn = false;
    elsewhere = 0;
    toStandardError(again);
  }

  private void lose(String path, Exception reason) {
    boolean first = !lost;
    lost = true;
    lostAt = nanoTime.getAsLong();
    elsewhere++;
    if (first) {
      toStandardError(
          LogLine.now(
              "WARN",
              "the log file cannot be written, so the log goes to standard error until it can: "
                  + (String.valueOf(reason.getMessage()).startsWith(path) ? "" : path + ": ")
                  + reason.getMessage()));
    }
  }

  private String inFile(LogLine line) {
    return json ? line.json() : line.forFile();
  }

  /** With the agent's own permissions, whoever caused the line. */
  private void append(String path, String text) throws IOException {
    try {
      AccessController.doPrivileged(
          new PrivilegedExceptionAction<@Nullable Void>() {
            @Override
            public @Nullable Void run() throws IOException {
              try (OutputStream out = new FileOutputStream(path, true)) {
                torn = true;
                out.write(text.getBytes(StandardCharsets.UTF_8));
                torn = false;
              }
              return null;
            }
          });
    } catch (PrivilegedActionException refused) {
      throw (IOException) refused.getException();
    }
  }

  private static final class NanoTime implements LongSupplier {
    @Override
    public long getAsLong() {
      return System.nanoTime();
    }
  }
}
