package io.foundryidentity.agent.instrumentation.undertowclient;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import io.undertow.UndertowOptions;
import io.undertow.client.ClientCallback;
import io.undertow.client.ClientConnection;
import io.undertow.client.UndertowClient;
import io.undertow.connector.ByteBufferPool;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.DefaultByteBufferPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.EnumSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.Option;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Sequence;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

/**
 * Undertow's client. It has no pool of its own, so connections are kept here, as proxies and
 * frameworks above it do: one request at a time over HTTP/1.1, many over HTTP/2.
 */
final class TestedUndertowClient implements TestedClient {

  private static final Xnio XNIO = Xnio.getInstance();
  private static final XnioWorker WORKER = worker();
  private static final ByteBufferPool BUFFERS = new DefaultByteBufferPool(false, 16 * 1024);

  /** Null in the oldest versions, which compare no names. */
  private static final @Nullable Option<String> NAME_CHECK = nameCheck();

  private final UndertowXnioSsl tls;
  private final boolean http2;
  private final Map<String, Queue<ClientConnection>> kept = new ConcurrentHashMap<>();
  private final Queue<ClientConnection> opened = new ConcurrentLinkedQueue<>();
  private boolean checksNames = true;
  private boolean impatient;
  private @Nullable String tlsVersion;

  TestedUndertowClient(SSLContext trust, boolean http2) {
    this.tls = new UndertowXnioSsl(XNIO, OptionMap.EMPTY, trust);
    this.http2 = http2;
  }

  private static XnioWorker worker() {
    try {
      return XNIO.createWorker(
          OptionMap.builder()
              .set(Options.WORKER_IO_THREADS, 2)
              .set(Options.THREAD_DAEMON, true)
              .getMap());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static @Nullable Option<String> nameCheck() {
    try {
      return (Option<String>)
          UndertowOptions.class.getField("ENDPOINT_IDENTIFICATION_ALGORITHM").get(null);
    } catch (ReflectiveOperationException olderVersion) {
      return null;
    }
  }

  TestedUndertowClient withoutNameCheck() {
    checksNames = false;
    return this;
  }

  TestedUndertowClient withTls(String version) {
    tlsVersion = version;
    return this;
  }

  TestedUndertowClient impatient() {
    impatient = true;
    return this;
  }

  @Override
  public ClientInstrumentation instrumentation() {
    return new UndertowClientInstrumentation();
  }

  /** It follows nothing, sends nothing again, and knows no proxy: the application would do that. */
  @Override
  public Set<Ability> abilities() {
    return EnumSet.of(
        Ability.SET_HOST, Ability.REPEAT_HEADERS, Ability.TAKE_USER_INFO, Ability.STREAM_ANSWERS);
  }

  @Override
  public String version() {
    return http2 ? "HTTP/2" : "HTTP/1.1";
  }

  @Override
  public boolean checksNames() {
    return NAME_CHECK != null;
  }

  @Override
  public TestResponse send(TestRequest request) throws IOException, InterruptedException {
    return start(request).answer();
  }

  @Override
  public boolean canCancel() {
    return true;
  }

  @Override
  public UndertowCall start(TestRequest request) {
    try {
      ClientConnection connection = connection(request.uri());
      Queue<ClientConnection> keep = kept(request.uri());
      if (connection.isMultiplexingSupported()) {
        keep.add(connection);
      }
      return new UndertowCall(
              connection,
              request,
              () -> {
                if (!connection.isMultiplexingSupported()) {
                  keep.add(connection);
                }
              })
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Queue<ClientConnection> kept(URI uri) {
    return kept.computeIfAbsent(
        uri.getScheme() + "://" + uri.getHost() + ":" + uri.getPort(),
        origin -> new ConcurrentLinkedQueue<>());
  }

  private ClientConnection connection(URI uri) throws IOException {
    @Nullable ClientConnection before = kept(uri).poll();
    while (before != null && !before.isOpen()) {
      before = kept(uri).poll();
    }
    return before == null ? connect(uri) : before;
  }

  ClientConnection connect(URI uri) throws IOException {
    ClientConnection connection =
        UndertowClient.getInstance().connect(uri, WORKER, tls, BUFFERS, options()).get();
    opened.add(connection);
    return connection;
  }

  /** Gives the connection to its user at once, on the I/O thread. */
  void connect(URI uri, Consumer<ClientConnection> user, Consumer<IOException> failure) {
    UndertowClient.getInstance()
        .connect(
            new ClientCallback<>() {
              @Override
              public void completed(ClientConnection connection) {
                opened.add(connection);
                user.accept(connection);
              }

              @Override
              public void failed(IOException why) {
                failure.accept(why);
              }
            },
            uri,
            WORKER,
            tls,
            BUFFERS,
            options());
  }

  private OptionMap options() {
    OptionMap.Builder options = OptionMap.builder().set(UndertowOptions.ENABLE_HTTP2, http2);
    if (NAME_CHECK != null) {
      options.set(NAME_CHECK, checksNames ? "HTTPS" : "");
    }
    if (tlsVersion != null) {
      options.set(Options.SSL_ENABLED_PROTOCOLS, Sequence.of(tlsVersion));
    }
    if (impatient) {
      options.set(Options.READ_TIMEOUT, 1_000).set(Options.WRITE_TIMEOUT, 1_000);
    }
    return options.getMap();
  }

  @Override
  public void close() {
    opened.forEach(IoUtils::safeClose);
  }
}
