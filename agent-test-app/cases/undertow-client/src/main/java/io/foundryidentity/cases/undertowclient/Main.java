package io.foundryidentity.cases.undertowclient;

import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import io.foundryidentity.cases.calls.RawCalls;
import io.foundryidentity.cases.calls.Reply;
import io.undertow.UndertowOptions;
import io.undertow.client.ClientConnection;
import io.undertow.client.UndertowClient;
import io.undertow.connector.ByteBufferPool;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.DefaultByteBufferPool;
import java.net.URI;
import javax.net.ssl.SSLContext;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

/** Undertow's client by itself, with one connection of HTTP/1.1 and one of HTTP/2. */
public final class Main {

  private final ClientConnection connection;
  private final String key;

  private Main(ClientConnection connection, String key) {
    this.connection = connection;
    this.key = key;
  }

  public static void main(String[] arguments) throws Exception {
    Foundry foundry = Foundry.from(System.getenv());
    Calls calls = new Calls(System.out);
    XnioWorker worker =
        Xnio.getInstance()
            .createWorker(OptionMap.builder().set(Options.THREAD_DAEMON, true).getMap());
    ByteBufferPool buffers = new DefaultByteBufferPool(false, 16 * 1024);
    run(foundry, calls, "", connect(foundry, worker, buffers, false));
    run(foundry, calls, " HTTP/2", connect(foundry, worker, buffers, true));
  }

  private static void run(Foundry foundry, Calls calls, String version, ClientConnection connection)
      throws Exception {
    Main program = new Main(connection, foundry.key());
    new RawCalls(foundry, calls).make(version, program::post, program::post);
    connection.getIoThread().execute(() -> IoUtils.safeClose(connection));
  }

  private static ClientConnection connect(
      Foundry foundry, XnioWorker worker, ByteBufferPool buffers, boolean http2) throws Exception {
    return UndertowClient.getInstance()
        .connect(
            URI.create(foundry.url()),
            worker,
            new UndertowXnioSsl(Xnio.getInstance(), OptionMap.EMPTY, SSLContext.getDefault()),
            buffers,
            OptionMap.create(UndertowOptions.ENABLE_HTTP2, http2))
        .get();
  }

  private Reply post(String url, String json) throws Exception {
    Exchange exchange = new Exchange(URI.create(url), key, json);
    connection.getIoThread().execute(() -> exchange.begin(connection));
    return exchange.reply();
  }
}
