package io.foundryidentity.runner.gateway;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A target that streams, and the client that reads the stream: how old each piece is when it
 * arrives.
 *
 * <p>Both are in one JVM, so that both read the same clock. A file of its own, which {@code java}
 * runs from its source.
 *
 * <p>Arguments: a PKCS #12 key store, its password, the port. Then each line of the input is a URL,
 * a bearer token, how many pieces and the microseconds between two; each is answered by a line with
 * the median and the 99th percentile in microseconds.
 */
public final class StreamLatency {

  private static final String MARK = "data: ";

  private StreamLatency() {}

  /** See the class. */
  public static void main(String[] args) throws IOException, GeneralSecurityException {
    char[] password = args[1].toCharArray();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(Path.of(args[0]))) {
      keys.load(file, password);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    SSLServerSocket server =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(
                    Integer.parseInt(args[2]), 50, InetAddress.getLoopbackAddress());
    daemon(() -> accept(server));
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ", -1);
      long[] ages = read(URI.create(words[0]), words[1], words[2], words[3]);
      Arrays.sort(ages);
      System.out.printf(
          "%.1f %.1f%n", ages[ages.length / 2] / 1e3, ages[ages.length * 99 / 100] / 1e3);
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
  }

  private static void accept(SSLServerSocket server) {
    while (true) {
      try {
        Socket socket = server.accept();
        daemon(() -> serve(socket));
      } catch (IOException broken) {
        throw new IllegalStateException(broken);
      }
    }
  }

  private static void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = socket.getInputStream();
      while (true) {
        String head = head(in);
        if (head.isEmpty()) {
          return;
        }
        String[] asked =
            head.substring(head.indexOf('?') + 1, head.indexOf(" HTTP")).split("&", -1);
        stream(socket.getOutputStream(), Integer.parseInt(asked[0]), Integer.parseInt(asked[1]));
      }
    } catch (IOException left) {
      System.err.println("a connection to the target ended: " + left);
    }
  }

  private static void stream(OutputStream out, int pieces, int pauseMicros) throws IOException {
    write(
        out,
        String.join(
            "\r\n",
            "HTTP/1.1 200 OK",
            "Content-Type: text/event-stream",
            "Transfer-Encoding: chunked",
            "",
            ""));
    String text = "x".repeat(120);
    for (int i = 0; i < pieces; i++) {
      LockSupport.parkNanos(pauseMicros * 1000L);
      String piece = MARK + System.nanoTime() + " " + text + "\n\n";
      write(out, Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n");
    }
    write(out, "0\r\n\r\n");
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      if (c < 0) {
        return "";
      }
      head.append((char) c);
    }
    return head.toString();
  }

  private static long[] read(URI url, String token, String pieces, String pauseMicros)
      throws IOException {
    int count = Integer.parseInt(pieces);
    long[] ages = new long[count];
    try (Socket socket = connect(url)) {
      socket.setTcpNoDelay(true);
      write(
          socket.getOutputStream(),
          "GET "
              + url.getPath()
              + "?"
              + pieces
              + "&"
              + pauseMicros
              + " HTTP/1.1\r\nHost: "
              + url.getAuthority()
              + "\r\nAuthorization: Bearer "
              + token
              + "\r\n\r\n");
      InputStream raw = new BufferedInputStream(socket.getInputStream());
      if (!head(raw).startsWith("HTTP/1.1 200 ")) {
        throw new IOException("no stream");
      }
      InputStream in = new Chunks(raw);
      StringBuilder text = new StringBuilder();
      byte[] bytes = new byte[8192];
      int done = 0;
      while (done < count) {
        int read = in.read(bytes);
        long now = System.nanoTime();
        if (read < 0) {
          throw new IOException("the stream ended after " + done + " pieces: " + text);
        }
        text.append(new String(bytes, 0, read, StandardCharsets.ISO_8859_1));
        int end;
        while ((end = text.indexOf("\n\n")) >= 0) {
          int at = text.indexOf(MARK);
          if (at < 0 || at > end) {
            throw new IOException("a piece without a time: " + text);
          }
          at += MARK.length();
          ages[done++] = now - Long.parseLong(text.substring(at, text.indexOf(" ", at)));
          text.delete(0, end + 2);
        }
      }
    }
    return ages;
  }

  /** The body, as chunks may begin and end anywhere in it. */
  private static final class Chunks extends InputStream {
    private final InputStream in;
    private int left;
    private boolean begun;

    Chunks(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0) {
        if (begun) {
          line();
        }
        begun = true;
        left = Integer.parseInt(line(), 16);
      }
      int count = left == 0 ? -1 : in.read(bytes, offset, Math.min(length, left));
      left -= Math.max(count, 0);
      return count;
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new IOException("the stream ended too early");
        }
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }
  }

  private static Socket connect(URI url) throws IOException {
    if (!"https".equals(url.getScheme())) {
      return new Socket(url.getHost(), url.getPort());
    }
    SSLSocket socket =
        (SSLSocket) SSLSocketFactory.getDefault().createSocket(url.getHost(), url.getPort());
    socket.startHandshake();
    return socket;
  }
}
