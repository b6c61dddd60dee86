package io.foundryidentity.simulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port of 127.0.0.1 on which nobody listens, and which this machine gives to nobody until the
 * close. A program that names it can listen on it, as servers allow the use of an address again.
 */
public final class HeldPort implements AutoCloseable {

  private final Socket holder = new Socket();

  public HeldPort() throws IOException {
    holder.setReuseAddress(true);
    holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  public int number() {
    return holder.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    holder.close();
  }
}
