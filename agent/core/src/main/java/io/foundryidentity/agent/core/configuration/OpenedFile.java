package io.foundryidentity.agent.core.configuration;

import io.foundryidentity.agent.core.platform.FileEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which file a channel has open.
 *
 * <p>Java has no {@code fstat}: it can only ask for a path, which may have led to another file when
 * it was opened, and back to the first one by now. Linux shows every open file in {@code
 * /proc/self/fd}, but a channel does not tell its number. So the channel is set to a random
 * position, and the file with that position in {@code /proc/self/fdinfo} is the one.
 *
 * <p>Public for the gateway's secret file.
 */
public final class OpenedFile {

  /** Behind the largest configuration file, and within what every file system accepts. */
  private static final long FIRST_MARK = 1L << 30;

  private OpenedFile() {}

  /**
   * False if the channel has another file open than the one with that {@link FileEntry#identity};
   * true if it has this one, or the system does not tell.
   */
  public static boolean mayBe(FileChannel open, @Nullable String identity) {
    if (identity == null) {
      return true;
    }
    long mark = FIRST_MARK + ThreadLocalRandom.current().nextLong(FIRST_MARK);
    // More than one has this position only by chance.
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Paths.get("/proc/self/fdinfo"))) {
      open.position(mark);
      for (Path number : all) {
        if (isAt(number, mark) && !identity.equals(identity(number))) {
          return false;
        }
      }
      return true;
    } catch (IOException | DirectoryIteratorException notTold) {
      // Not Linux, or a process that may not look at itself
      return true;
    }
  }

  private static String identity(Path number) throws IOException {
    return FileEntry.behind(Paths.get("/proc/self/fd").resolve(number.getFileName())).identity();
  }

  private static boolean isAt(Path number, long mark) {
    try (BufferedReader lines = Files.newBufferedReader(number, StandardCharsets.US_ASCII)) {
      String first = lines.readLine();
      return first != null && first.startsWith("pos:") && first.endsWith("\t" + mark);
    } catch (IOException closed) {
      return false; // another thread's, which has closed it since it was listed
    }
  }
}
