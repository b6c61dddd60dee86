package io.foundryidentity.runner.soak;

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
 * The wall clock of one process, which can be set while the process runs. Its monotonic clock stays
 * right.
 *
 * <p>Java cannot do this, so a library, {@code wall-clock.c}, replaces functions of the C library.
 */
final class FakeClock {

  private final Path library;
  private final Path file;

  /**
   * @param library the compiled {@code wall-clock.c}
   * @param folder the folder for the file with the clock's offset
   */
  FakeClock(Path library, Path folder) throws IOException {
    if (!Files.isRegularFile(library)) {
      throw new IOException("Not built yet: " + library + " (scripts/soak)");
    }
    this.library = library;
    this.file = folder.resolve("clock");
    set(Duration.ZERO);
  }

  /** The variables that the process must be started with. */
  Map<String, String> environment() {
    return Map.of("LD_PRELOAD", library.toString(), "CLOCK_AHEAD_FILE", file.toString());
  }

  /** Sets how far the process's clock is ahead; behind, if negative. */
  void set(Duration ahead) throws IOException {
    ByteBuffer seconds = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    seconds.putLong(ahead.toSeconds()).flip();
    // Overwrites the file and does not replace it, as the process has it mapped
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(seconds, 0);
    }
  }
}
