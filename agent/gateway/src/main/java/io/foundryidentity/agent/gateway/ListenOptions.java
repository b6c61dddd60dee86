package io.foundryidentity.agent.gateway;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where and how a gateway listens. Public for the command line, which asks for TLS or for an
 * explicit word if the address is not loopback.
 */
public final class ListenOptions {

  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final InetAddress address;
  private final int port;
  private final List<String> hostNames;
  private final @Nullable ServerCertificate certificate;

  /**
   * @param port 0 for any that is free
   * @param hostNames names that the gateway has, with or without a port
   * @param certificate null for plain HTTP
   */
  public ListenOptions(
      InetAddress address,
      int port,
      List<String> hostNames,
      @Nullable ServerCertificate certificate) {
    List<String> lower = new ArrayList<>();
    hostNames.forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
    this.address = address;
    this.port = port;
    this.hostNames = Collections.unmodifiableList(lower);
    this.certificate = certificate;
  }

  static ListenOptions onLoopback(int port) {
    try {
      return new ListenOptions(
          InetAddress.getByAddress(LOOPBACK), port, Collections.emptyList(), null);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  InetAddress address() {
    return address;
  }

  int port() {
    return port;
  }

  @Nullable ServerCertificate certificate() {
    return certificate;
  }

  boolean isLoopback() {
    return address.isLoopbackAddress();
  }

  boolean isSecure() {
    return certificate != null;
  }

  /** The rule for a connection. */
  HostNames namesOn(InetAddress connectedTo, int listeningPort) {
    return new HostNames(connectedTo, listeningPort, isSecure(), hostNames);
  }

  /** What a client writes before the path. */
  String origin(int listeningPort) {
    return (isSecure() ? "https://" : "http://")
        + (hostNames.isEmpty()
            ? literal() + ':' + listeningPort
            : withPort(hostNames.get(0), listeningPort));
  }

  private static String withPort(String name, int listeningPort) {
    return name.indexOf(':') < 0 ? name + ':' + listeningPort : name;
  }

  /** An address that a client of this machine can connect to. */
  private String literal() {
    if (address.isAnyLocalAddress()) {
      return "127.0.0.1";
    }
    return written();
  }

  /** As in a URL. */
  private String written() {
    String text = address.getHostAddress();
    if (text.indexOf(':') < 0) {
      return text;
    }
    return address.isLoopbackAddress() ? "[::1]" : '[' + text + ']';
  }

  /** For the log: where it listens. */
  String listensOn(int listeningPort) {
    return written() + ':' + listeningPort;
  }
}
