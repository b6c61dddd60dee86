package io.foundryidentity.agent.azure;

import com.azure.identity.CredentialUnavailableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What a tool printed, on both of its streams, and its exit code. */
final class ToolOutput {

  /** In bytes. */
  private static final int LONGEST = 1 << 20;

  private static final long PAUSE_MILLIS = 10;

  final int exitCode;
  final String text;

  private ToolOutput(int exitCode, String text) {
    this.exitCode = exitCode;
    this.text = text;
  }

  boolean says(String words) {
    return text.contains(words);
  }

  /**
   * Reads until the process ends, and ends it if it takes longer or prints more than allowed.
   *
   * <p>Reads while it waits: a tool stops when the pipe is full, which on Windows is after 4 KiB.
   * It never blocks in a read: a program that the tool started may keep the pipe open after the
   * tool's end.
   *
   * @param product its name for messages
   * @throws CredentialUnavailableException if it is ended
   */
  static ToolOutput of(Process process, String product, Duration timeout)
      throws IOException, InterruptedException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    long end = System.nanoTime() + timeout.toNanos();
    try (InputStream output = process.getInputStream()) {
      boolean running = true;
      while (running) {
        running = !process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        take(output, text);
        if (text.size() > LONGEST) {
          throw new CredentialUnavailableException(product + " printed too much");
        }
        if (running && System.nanoTime() - end > 0) {
          throw new CredentialUnavailableException(product + " did not answer in time");
        }
      }
      return new ToolOutput(
          process.exitValue(), new String(text.toByteArray(), StandardCharsets.UTF_8));
    } finally {
      process.destroyForcibly();
    }
  }

  private static void take(InputStream output, ByteArrayOutputStream text) throws IOException {
    byte[] piece = new byte[8192];
    while (text.size() <= LONGEST && output.available() > 0) {
      int count = output.read(piece, 0, Math.min(piece.length, output.available()));
      if (count < 0) {
        return;
      }
      text.write(piece, 0, count);
    }
  }
}
