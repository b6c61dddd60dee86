package io.foundryidentity.agent.instrumentation.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A stranger on a Unix domain socket, who answers one request with 204. */
public final class UnixServer implements AutoCloseable {

  private final UnixDomainSocketAddress address;
  private final ServerSocketChannel server;
  private final CompletableFuture<String> received;

  /**
   * @param folder for the socket; a test's own
   */
  public UnixServer(Path folder) throws IOException {
    address = UnixDomainSocketAddress.of(folder.resolve("socket"));
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(address);
    received = CompletableFuture.supplyAsync(this::answer);
  }

  public UnixDomainSocketAddress address() {
    return address;
  }

  /** The head of the request. */
  public String head() throws Exception {
    return received.get(60, TimeUnit.SECONDS);
  }

  private String answer() {
    try (SocketChannel channel = server.accept()) {
      ByteBuffer buffer = ByteBuffer.allocate(8192);
      while (!new String(buffer.array(), US_ASCII).contains("\r\n\r\n")) {
        channel.read(buffer);
      }
      channel.write(ByteBuffer.wrap("HTTP/1.1 204 No Content\r\n\r\n".getBytes(US_ASCII)));
      return new String(buffer.array(), 0, buffer.position(), US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
