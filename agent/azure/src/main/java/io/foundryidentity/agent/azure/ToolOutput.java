package io.foundryidentity.agent.azure;

import com.azure.identity.CredentialUnavailableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What a tool printed, and its exit code. */
final class ToolOutput {

  /** In bytes, of both streams together. */
  private static final int LONGEST = 1 << 20;

  private static final long PAUSE_MILLIS = 10;

  final int exitCode;

  /** The answer: its standard output without colours and marks. */
  final String text;

  /** Warnings and errors, beside a good answer too. */
  private final String errors;

  private ToolOutput(int exitCode, String text, String errors) {
    this.exitCode = exitCode;
    this.text = text;
    this.errors = errors;
  }

  boolean says(String words) {
    return text.contains(words) || errors.contains(words);
  }

  /** Both streams, the answer first. */
  String all() {
    return text + '\n' + errors;
  }

  /**
   * Reads until the process ends, and ends it with its children if it takes longer or prints more
   * than allowed.
   *
   * <p>Reads while it waits: a tool stops when the pipe is full, which on Windows is after 4 KiB.
   * It never blocks in a read: a program that the tool started may keep the pipe open after the
   * tool's end.
   *
   * @param processes ends the tool
   * @param product its name for messages
   * @throws CredentialUnavailableException if it is ended
   */
  static ToolOutput of(Process process, ToolProcesses processes, String product, Duration timeout)
      throws IOException, InterruptedException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    long end = System.nanoTime() + timeout.toNanos();
    boolean running = true;
    try (InputStream output = process.getInputStream();
        InputStream error = process.getErrorStream()) {
      while (running) {
        boolean ended = process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        if (ended) {
          running = false;
          // The JVM moves what is left in the pipes to a buffer just now
          Thread.sleep(PAUSE_MILLIS);
        }
        take(output, text, LONGEST - errors.size());
        take(error, errors, LONGEST - text.size());
        if (text.size() + errors.size() > LONGEST) {
          throw new CredentialUnavailableException(
              product + " printed more than " + (LONGEST >> 20) + " MiB, so it was ended");
        }
        if (running && System.nanoTime() - end > 0) {
          throw new CredentialUnavailableException(
              product
                  + " did not answer within "
                  + timeout.toMillis() / 1000
                  + " seconds, so it was ended: run it by hand to see what it waits for");
        }
      }
      return new ToolOutput(
          process.exitValue(), ToolText.of(text.toByteArray()), ToolText.of(errors.toByteArray()));
    } finally {
      if (running) {
        processes.end(process);
      }
    }
  }

  /** Takes what is there, up to one byte more than the limit. */
  private static void take(InputStream from, ByteArrayOutputStream to, int most)
      throws IOException {
    byte[] piece = new byte[8192];
    while (to.size() <= most && from.available() > 0) {
      int count = from.read(piece, 0, Math.min(piece.length, from.available()));
      if (count < 0) {
        return;
      }
      to.write(piece, 0, count);
    }
  }
}
