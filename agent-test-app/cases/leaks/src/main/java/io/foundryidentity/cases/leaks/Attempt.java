package io.foundryidentity.cases.leaks;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import org.jspecify.annotations.Nullable;

/** One GET, as an argument of the program has it: name, address, Host header, proxy's port. */
final class Attempt {

  private final String name;
  private final String url;
  private final @Nullable String host;
  private final int proxyPort;

  private Attempt(String name, String url, @Nullable String host, int proxyPort) {
    this.name = name;
    this.url = url;
    this.host = host;
    this.proxyPort = proxyPort;
  }

  /** Reads the four parts with tabs between; the last two may be empty. */
  static Attempt parse(String argument) {
    String[] parts = argument.split("\t", -1);
    return new Attempt(
        parts[0],
        parts[1],
        parts[2].isEmpty() ? null : parts[2],
        parts[3].isEmpty() ? 0 : Integer.parseInt(parts[3]));
  }

  String name() {
    return name;
  }

  String url() {
    return url;
  }

  /** A Host header that is not the address's own, or null. */
  @Nullable String host() {
    return host;
  }

  boolean isProxied() {
    return proxyPort != 0;
  }

  InetSocketAddress proxyAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), proxyPort);
  }

  Proxy proxy() {
    return isProxied() ? new Proxy(Proxy.Type.HTTP, proxyAddress()) : Proxy.NO_PROXY;
  }
}
