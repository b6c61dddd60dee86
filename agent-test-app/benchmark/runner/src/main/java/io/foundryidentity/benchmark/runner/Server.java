package io.foundryidentity.benchmark.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, with a configuration that is gone with it. */
final class Server implements AutoCloseable {

  private final Process process;
  private final Path folder;
  private final int port;

  private Server(Process process, Path folder, int port) {
    this.process = process;
    this.folder = folder;
    this.port = port;
  }

  /** How a server's configuration and its command line look like. */
  interface Kind {
    String configuration(int port, Path folder);

    List<String> command(Path folder, Path configuration);
  }

  /** Returns when it listens. */
  static Server start(Checkout checkout, Kind kind) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(checkout.scratch().toAbsolutePath(), "server");
    int port = freePort();
    Path configuration = folder.resolve("configuration");
    Files.createFile(
        configuration, // A proxy's one holds a token
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(configuration, kind.configuration(port, folder));
    Process process =
        new ProcessBuilder(kind.command(folder, configuration))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    Server server = new Server(process, folder, port);
    try {
      server.awaitListening();
    } catch (IOException | InterruptedException e) {
      server.close();
      throw e;
    }
    return server;
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  int port() {
    return port;
  }

  /** The CPU time so far of the server and its workers. */
  double cpuMicros() throws IOException {
    double sum = ThreadTimes.micros(process.pid());
    for (ProcessHandle worker : process.descendants().toList()) {
      sum += ThreadTimes.micros(worker.pid());
    }
    return sum;
  }

  /** The kernel's own list of sockets: a connection would be a request more to the server. */
  private void awaitListening() throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!listens()) {
      if (process.waitFor(10, TimeUnit.MILLISECONDS) || System.nanoTime() - end > 0) {
        throw new IOException("No server: " + Files.readString(folder.resolve("log")));
      }
    }
  }

  private boolean listens() throws IOException {
    String address = String.format("0100007F:%04X 00000000:0000 0A", port);
    return Files.readString(Path.of("/proc/net/tcp")).contains(address);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
