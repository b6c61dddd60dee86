package io.foundryidentity.agent.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The file of {@code doctor}: readable for its owner only, and never one that exists already. */
final class DoctorFile {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private DoctorFile() {}

  /**
   * Writes a new file.
   *
   * @param given null for a name with the time, in the working directory, or in the folder for
   *     temporary files if that is not writable
   * @return its path
   */
  static Path write(@Nullable String given, Instant now, String text) throws RefusedException {
    try {
      return create(given == null ? byDefault(now) : Paths.get(given), text).toAbsolutePath();
    } catch (FileAlreadyExistsException exists) {
      throw new RefusedException(
          exists.getFile() + " exists already, and this command does not overwrite a file");
    } catch (IOException failure) {
      throw new RefusedException(
          "the file cannot be written: "
              + failure
              + ". Name another one with --output, or print to standard output with --output -");
    }
  }

  private static Path byDefault(Instant now) {
    String name = "foundry-identity-doctor-" + TIME.format(now) + ".txt";
    Path here = Paths.get("").toAbsolutePath();
    return Files.isWritable(here)
        ? here.resolve(name)
        : Paths.get(System.getProperty("java.io.tmpdir"), name);
  }

  private static Path create(Path file, String text) throws IOException {
    EnumSet<StandardOpenOption> options =
        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] attributes =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try (SeekableByteChannel channel = Files.newByteChannel(file, options, attributes)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
    return file;
  }
}
