package io.foundryidentity.runner;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;

/**
 * The wall clock of one process, which can be set while that runs; its monotonic clock stays true.
 *
 * <p>Java has no way to do so: a library, {@code wall-clock.c}, stands between the process and the
 * C library.
 */
final class FakeClock {

  private final Path library;
  private final Path file;

  /**
   * @param library what {@code wall-clock.c} was compiled to
   * @param folder where the file that says how wrong the clock is is to be
   */
  FakeClock(Path library, Path folder) throws IOException {
    if (!Files.isRegularFile(library)) {
      throw new IOException("Not built yet: " + library + " (scripts/soak)");
    }
    this.library = library;
    this.file = folder.resolve("clock");
    set(Duration.ZERO);
  }

  /** What the process needs to be started with. */
  Map<String, String> environment() {
    return Map.of("LD_PRELOAD", library.toString(), "CLOCK_AHEAD_FILE", file.toString());
  }

  /** How wrong the process's clock is from now on; negative: it is behind. */
  void set(Duration ahead) throws IOException {
    ByteBuffer seconds = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    seconds.putLong(ahead.toSeconds()).flip();
    // In its place: the process has mapped this very file
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(seconds, 0);
    }
  }
}
