package io.foundryidentity.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The wall clock of one process, which can be set while that runs; its monotonic clock stays true.
 *
 * <p>Java has no way to do so: libfaketime stands between the process and the C library, and reads
 * what is in a file, once a second.
 */
final class FakeClock {

  /** Not its sister for threads: that one's lock makes a look at the clock take 20 µs and more. */
  private static final String LIBRARY = "faketime/libfaketime.so.1";

  private final Path library;
  private final Path file;

  /**
   * @param folder where the file that tells the time is to be
   * @throws IOException where libfaketime is not installed
   */
  FakeClock(Path folder) throws IOException {
    library = library();
    file = folder.resolve("clock");
    set(Duration.ZERO);
  }

  private static Path library() throws IOException {
    try (Stream<Path> architectures = Files.list(Path.of("/usr/lib"))) {
      return architectures
          .map(architecture -> architecture.resolve(LIBRARY))
          .filter(Files::isRegularFile)
          .findFirst()
          .orElseThrow(() -> new IOException("No " + LIBRARY + ": install Debian's libfaketime"));
    }
  }

  /** What the process needs to be started with. */
  Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD",
        library.toString(),
        "FAKETIME_TIMESTAMP_FILE",
        file.toString(),
        "FAKETIME_CACHE_DURATION",
        "1",
        "FAKETIME_DONT_FAKE_MONOTONIC",
        "1");
  }

  /** How wrong the process's clock is from within a second on; negative: it is behind. */
  void set(Duration ahead) throws IOException {
    Path next = file.resolveSibling("clock.next");
    Files.write(next, List.of((ahead.isNegative() ? "" : "+") + ahead.toSeconds() + "s"));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE); // Half a line would be another time
  }
}
