package io.foundryidentity.agent.health;

import io.foundryidentity.agent.core.json.SafeJson;
import io.foundryidentity.agent.core.platform.AgentThread;
import io.foundryidentity.agent.core.status.StatusJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file with the agent's status, for probes where no port may be open.
 *
 * <p>It is one line of JSON, the same as {@code status --json}. It is written when the readiness or
 * its reason changes, and every 30 seconds; first beside the file, and then moved over it, so that
 * a reader sees either the old status or the new one. Nothing removes it: by its time a probe can
 * tell that the JVM is gone.
 *
 * <p>Public for the runtime.
 */
public final class StatusFile implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(StatusFile.class);

  /** How soon a change of readiness is seen; reading it takes microseconds. */
  private static final long LOOK_MILLIS = 1_000;

  private static final long LONGEST_UNCHANGED_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Path file;
  private final HealthSource health;

  private boolean written;
  private @Nullable String writtenReason;
  private long writtenAt;
  private boolean told;

  StatusFile(Path file, HealthSource health) {
    this.file = file.toAbsolutePath();
    this.health = health;
  }

  /** Writes the file from now on, on a thread of its own. */
  public static void start(String path, HealthSource health) {
    StatusFile file;
    try {
      file = new StatusFile(Paths.get(path), health);
    } catch (RuntimeException noPath) {
      LOG.error("status file: '{}' is not a path; the agent works without it", path);
      return;
    }
    AgentThread.daemon(file, "foundry-identity-status-file").start();
  }

  @Override
  public void run() {
    try {
      while (true) {
        look(System.nanoTime());
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes the file if it is due, and tells the first failure in a row. */
  void look(long nowNanos) {
    try {
      String why = health.now(false).notReady();
      if (written
          && Objects.equals(why, writtenReason)
          && nowNanos - writtenAt < LONGEST_UNCHANGED_NANOS) {
        return;
      }
      AgentHealth now = health.now(true);
      write(line(now));
      written = true;
      writtenReason = now.notReady();
      writtenAt = nowNanos;
      if (told) {
        told = false;
        LOG.info("status file: {} is written again", file);
      }
    } catch (IOException | RuntimeException failure) {
      written = false;
      if (!told) {
        told = true;
        LOG.error(
            "status file: {} cannot be written: {}; the agent works without it and tries again",
            file,
            described(failure));
      }
    }
  }

  private static String line(AgentHealth now) {
    if (now.failure == null) {
      return StatusJson.of(now.status) + '\n';
    }
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("version", now.status.version);
    json.put("ready", false);
    json.put("notReady", now.failure);
    return SafeJson.line(json) + '\n';
  }

  private void write(String line) throws IOException {
    Path folder = file.getParent();
    Path name = file.getFileName();
    if (folder == null || name == null) {
      throw new IOException("it is not the path of a file");
    }
    String mark = Long.toHexString(ThreadLocalRandom.current().nextLong());
    Path beside = folder.resolve("." + name + "." + mark + ".tmp");
    boolean moved = false;
    try {
      // A new file: whatever has that name already, for example a link, is not written through
      try (OutputStream out =
          Files.newOutputStream(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        out.write(line.getBytes(StandardCharsets.US_ASCII));
      }
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      moved = true;
    } finally {
      if (!moved) {
        Files.deleteIfExists(beside);
      }
    }
  }

  /** The JDK's message is often the path alone. */
  private static String described(Exception failure) {
    String type = failure.getClass().getSimpleName();
    if (failure instanceof FileSystemException) {
      String reason = ((FileSystemException) failure).getReason();
      return reason == null ? type : type + ": " + reason;
    }
    return type + ": " + failure.getMessage();
  }
}
