package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.targets.IpLiteral;
import io.foundryidentity.agent.core.targets.Quoted;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options of {@code gateway} that say where it listens, how, and for whom: what a sidecar
 * needs. Loads on Java 8.
 */
final class ListenArguments {

  private static final String LOOPBACK = "127.0.0.1";
  private static final int LARGEST_PORT = 65_535;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The port to listen on. Default: a free port.")
  private @Nullable Integer port;

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS[:PORT]",
      description =
          "The IP address to listen on. Default: 127.0.0.1. Another address than loopback needs"
              + " --tls-certificate and --tls-key, or --listen-without-tls.")
  private @Nullable String listen;

  @Option(
      names = "--listen-without-tls",
      description =
          "Allow --listen with another address than loopback although requests and the secret are"
              + " not encrypted.")
  private boolean withoutTls;

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description = "PEM file with the gateway's certificate and its issuers. Makes it use TLS.")
  private @Nullable String certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "PEM file with the certificate's private key, not encrypted.")
  private @Nullable String key;

  @Option(
      names = "--host-name",
      paramLabel = "NAME",
      description =
          "A name that clients use for the gateway in their URL, such as a service name; with a"
              + " port if theirs is another. May be repeated.")
  private List<String> hostNames = new ArrayList<>();

  @Option(
      names = "--secret-file",
      paramLabel = "FILE",
      description =
          "The file with the secret. If it does not exist, the gateway writes it with a new secret."
              + " The secret is then printed only with --export.")
  private @Nullable String secretFile;

  /**
   * @throws IllegalArgumentException if they do not fit together; the message is for the operator
   */
  void check() {
    if (port() < 0 || port() > LARGEST_PORT) {
      throw mistake("--port must be a number from 0 to 65535.");
    }
    InetAddress address = address();
    if ((certificate == null) != (key == null)) {
      throw mistake(
          certificate == null
              ? "--tls-key needs --tls-certificate too."
              : "--tls-certificate needs --tls-key too.");
    }
    if (!address.isLoopbackAddress() && certificate == null && !withoutTls) {
      throw mistake(
          "--listen "
              + Quoted.quote(String.valueOf(listen))
              + ": other machines can connect to this address. Use TLS with --tls-certificate FILE"
              + " --tls-key FILE, or allow unencrypted requests with --listen-without-tls.");
    }
    requirePath("--tls-certificate", certificate);
    requirePath("--tls-key", key);
    requirePath("--secret-file", secretFile);
    for (String name : hostNames) {
      if (!isHostName(name)) {
        throw mistake(
            "--host-name "
                + Quoted.quote(name)
                + ": write a name, such as gateway.example.com, or a name and a port.");
      }
    }
  }

  private static void requirePath(String option, @Nullable String file) {
    try {
      if (file != null && Paths.get(file).getFileName() != null) {
        return;
      }
    } catch (InvalidPathException invalid) {
      throw mistake(option + " " + Quoted.quote(String.valueOf(file)) + " is not a path.");
    }
    if (file != null) {
      throw mistake(option + " " + Quoted.quote(file) + " is not the path of a file.");
    }
  }

  private static IllegalArgumentException mistake(String problem) {
    return new IllegalArgumentException(problem);
  }

  /** Letters, digits, dots and hyphens, with a port or without. */
  private static boolean isHostName(String written) {
    int colon = written.indexOf(':');
    String name = colon < 0 ? written : written.substring(0, colon);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= 0x80 || !(Character.isLetterOrDigit(c) || c == '.' || c == '-')) {
        return false;
      }
    }
    return !name.isEmpty() && (colon < 0 || portIn(written.substring(colon + 1)) > 0);
  }

  /** -1 if it is not a number from 0 to 65535. */
  private static int portIn(String digits) {
    int number = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9' || i == 5) {
        return -1;
      }
      number = number * 10 + c - '0';
    }
    return digits.isEmpty() || number > LARGEST_PORT ? -1 : number;
  }

  InetAddress address() {
    String written = listen == null ? LOOPBACK : withoutPort(listen);
    String literal = written.equalsIgnoreCase("localhost") ? LOOPBACK : written;
    if (!IpLiteral.is(literal)) {
      throw mistake(
          "--listen "
              + Quoted.quote(String.valueOf(listen))
              + ": write an IP address, such as 127.0.0.1, 0.0.0.0 or [::1]:8443. A name that"
              + " clients use goes into --host-name.");
    }
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Where a colon is a part of an IPv6 address, the port needs brackets before it. */
  private static String withoutPort(String written) {
    if (written.startsWith("[")) {
      int end = written.indexOf(']');
      return end < 0 ? written : written.substring(1, end);
    }
    return hasOneColon(written) ? written.substring(0, written.indexOf(':')) : written;
  }

  private static boolean hasOneColon(String written) {
    return written.indexOf(':') >= 0 && written.indexOf(':') == written.lastIndexOf(':');
  }

  int port() {
    int asked = port == null ? 0 : port;
    String written = listen == null ? "" : listen;
    int end = written.startsWith("[") ? written.indexOf(']') + 1 : -1;
    String after =
        end > 0
            ? written.substring(end)
            : hasOneColon(written) ? written.substring(written.indexOf(':')) : "";
    if (after.isEmpty()) {
      return asked;
    }
    int inAddress = after.startsWith(":") ? portIn(after.substring(1)) : -1;
    if (inAddress < 0) {
      throw mistake(
          "--listen " + Quoted.quote(written) + ": its port is not a number up to 65535.");
    }
    if (port != null && port != inAddress) {
      throw mistake("--listen and --port name two ports, " + inAddress + " and " + port + ".");
    }
    return inAddress;
  }

  List<String> hostNames() {
    return hostNames;
  }

  /** Null for plain HTTP. */
  @Nullable String certificate() {
    return certificate;
  }

  /** Null for plain HTTP. */
  @Nullable String key() {
    return key;
  }

  /** Null for a new secret that is printed. */
  @Nullable String secretFile() {
    return secretFile;
  }

  /** For a message. */
  String described() {
    return "port " + port() + (listen == null ? "" : " on " + withoutPort(listen));
  }
}
