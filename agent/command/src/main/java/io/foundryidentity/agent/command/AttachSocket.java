package io.foundryidentity.agent.command;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Properties;

/**
 * Attaches without the module {@code jdk.attach}, which most Java runtime images lack: speaks the
 * protocol of HotSpot's attach listener over its Unix socket.
 *
 * <p>byte-buddy-agent can do the same, but only with JNA. That is 2 MB of native libraries,
 * unpacked into a temporary folder, which may be read-only. Since Java 16 the JDK has Unix sockets
 * itself. They are found by reflection, as this class loads on Java 8 too.
 *
 * <p>The protocol, unchanged since Java 6: a request is {@code 1}, the command and three arguments,
 * each with a zero byte at its end. The answer is a line with a number, 0 for success, and the
 * command's output. Each connection is for one command.
 */
final class AttachSocket implements JvmAccess {

  private static final String VERSION = "1";
  private static final int ARGUMENTS = 3;
  private static final int LARGEST_ANSWER = 16 * 1024 * 1024;

  private final Path proc;
  private final Method address;

  private AttachSocket(Path proc, Method address) {
    this.proc = proc;
    this.address = address;
  }

  /**
   * @throws RefusedException if this Java has no Unix sockets, or this is not Linux
   */
  static AttachSocket find() throws RefusedException {
    if (!ProcFolder.isHere()) {
      throw noModule();
    }
    return of(Paths.get("/proc"));
  }

  static AttachSocket of(Path proc) throws RefusedException {
    try {
      return new AttachSocket(
          proc, Class.forName("java.net.UnixDomainSocketAddress").getMethod("of", Path.class));
    } catch (ReflectiveOperationException older) {
      throw noModule();
    }
  }

  static RefusedException noModule() {
    return new RefusedException(
        "this Java ("
            + System.getProperty("java.home")
            + ", version "
            + System.getProperty("java.specification.version")
            + ") cannot attach to other JVMs: it has no module jdk.attach (on Java 8: no"
            + " tools.jar). Run this command with a JDK of any version, or on Linux with any Java"
            + " 16 or later. The other JVM can stay as it is");
  }

  @Override
  public AttachedJvm attach(String pid) throws RefusedException {
    ProcFolder process = new ProcFolder(pid, proc);
    if (process.isOpenJ9()) {
      throw new RefusedException(
          "process "
              + pid
              + " is an OpenJ9 JVM: run this command with an OpenJ9 JDK, which has the module"
              + " jdk.attach");
    }
    AttachPoint point = new AttachPoint(process);
    if (!point.isOpen()) {
      new AttachRequest(process, point).send();
    }
    return new Listening(pid, point.socket());
  }

  /** A JVM whose socket is open. */
  private final class Listening implements AttachedJvm {

    private final String pid;
    private final Path socket;

    Listening(String pid, Path socket) {
      this.pid = pid;
      this.socket = socket;
    }

    @Override
    public String pid() {
      return pid;
    }

    @Override
    public Properties systemProperties() throws RefusedException {
      Properties properties = new Properties();
      try {
        properties.load(new ByteArrayInputStream(command("properties")));
      } catch (IOException | IllegalArgumentException malformed) {
        throw new RefusedException(AttachFailure.inWords(malformed));
      }
      return properties;
    }

    @Override
    public void loadAgent(String jar, String arguments) throws RefusedException {
      byte[] output = command("load", "instrument", "false", jar + '=' + arguments);
      String result = new String(output, StandardCharsets.UTF_8).trim();
      // Before Java 9 without the words
      String code = result.replaceFirst("^return code: ", "");
      if (!code.equals("0")) {
        throw new RefusedException(AttachFailure.inWords(new IOException(result)));
      }
    }

    /** The output of a command that succeeded. */
    private byte[] command(String... words) throws RefusedException {
      try {
        byte[] answer = exchange(words);
        if (answer.length == 0) {
          throw new IOException(
              "it closed the connection; a JVM of Java 8 does so if it is not owned by the current"
                  + " user");
        }
        int end = 0;
        while (end < answer.length && answer[end] != '\n') {
          end++;
        }
        String status = new String(answer, 0, end, StandardCharsets.US_ASCII);
        int begin = Math.min(end + 1, answer.length);
        byte[] output = new byte[answer.length - begin];
        System.arraycopy(answer, begin, output, 0, output.length);
        if (!status.equals("0")) {
          String text = new String(output, StandardCharsets.UTF_8).trim();
          throw new IOException(text.isEmpty() ? words[0] + " answered '" + status + "'" : text);
        }
        return output;
      } catch (IOException failure) {
        throw new RefusedException(AttachFailure.inWords(failure));
      } catch (ReflectiveOperationException unknown) {
        throw new RefusedException("this Java's Unix sockets are unknown: " + unknown);
      }
    }

    private byte[] exchange(String... words) throws IOException, ReflectiveOperationException {
      StringBuilder request = new StringBuilder(VERSION).append('\0');
      for (int i = 0; i <= ARGUMENTS; i++) {
        request.append(i < words.length ? words[i] : "").append('\0');
      }
      SocketAddress there = (SocketAddress) address.invoke(null, socket);
      try (SocketChannel channel = SocketChannel.open(there)) {
        ByteBuffer bytes = ByteBuffer.wrap(request.toString().getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ByteBuffer part = ByteBuffer.allocate(8192);
        while (channel.read(part) >= 0 && answer.size() < LARGEST_ANSWER) {
          answer.write(part.array(), 0, part.position());
          part.rewind();
        }
        return answer.toByteArray();
      }
    }

    @Override
    public void close() {
      // Nothing is open between two commands
    }
  }
}
