package io.foundryidentity.agent.core.connection;

import java.io.IOException;
import java.net.Socket;

/** A connection: the socket to use, and the plain one below its TLS. */
final class OpenConnection {

  /** Equal to {@link #plain} without TLS. */
  final Socket socket;

  final Socket plain;

  OpenConnection(Socket socket, Socket plain) {
    this.socket = socket;
    this.plain = plain;
  }

  /** Closes both; what goes wrong at the end of a connection has no meaning any more. */
  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // The plain one is closed below
    }
    try {
      plain.close();
    } catch (IOException e) {
      // Closed already, as far as it can be
    }
  }
}
