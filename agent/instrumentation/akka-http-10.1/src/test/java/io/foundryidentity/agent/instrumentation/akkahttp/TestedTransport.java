package io.foundryidentity.agent.instrumentation.akkahttp;

import akka.actor.ActorSystem;
import akka.http.javadsl.ClientTransport;
import akka.http.javadsl.OutgoingConnection;
import akka.http.javadsl.settings.ClientConnectionSettings;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.util.ByteString;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A transport of an application's own; it remembers the first bytes that it was given. */
final class TestedTransport extends ClientTransport {

  private static final ByteString ANSWER =
      ByteString.fromString("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

  private final AtomicReference<@Nullable String> sent = new AtomicReference<>();
  private final @Nullable Flow<ByteString, ByteString, CompletionStage<OutgoingConnection>> other;
  private final int port;

  private TestedTransport(
      @Nullable Flow<ByteString, ByteString, CompletionStage<OutgoingConnection>> other, int port) {
    this.other = other;
    this.port = port;
  }

  /** Goes to that port of this machine, whatever it is asked for. */
  static TestedTransport to(int port) {
    return new TestedTransport(null, port);
  }

  /** Is no TCP connection, as a Unix domain socket is none; answers each request itself. */
  static TestedTransport withoutTcp() {
    InetSocketAddress nowhere = InetSocketAddress.createUnresolved("nowhere", 1);
    OutgoingConnection open =
        new OutgoingConnection(new akka.http.scaladsl.Http.OutgoingConnection(nowhere, nowhere));
    return new TestedTransport(
        Flow.<ByteString>create()
            .map(bytes -> ANSWER)
            .mapMaterializedValue(started -> CompletableFuture.completedFuture(open)),
        0);
  }

  /** What came first, as text. */
  String sent() {
    String first = sent.get();
    if (first == null) {
      throw new IllegalStateException("nothing was sent");
    }
    return first;
  }

  @Override
  public Flow<ByteString, ByteString, CompletionStage<OutgoingConnection>> connectTo(
      String host, int asked, ClientConnectionSettings settings, ActorSystem system) {
    return Flow.<ByteString>create()
        .map(
            bytes -> {
              sent.compareAndSet(null, bytes.utf8String());
              return bytes;
            })
        .viaMat(
            other == null ? TCP().connectTo("127.0.0.1", port, settings, system) : other,
            Keep.right());
  }
}
