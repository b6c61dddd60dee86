package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The classes where each client is recognised, in the order of {@link Clients}.
 *
 * <p>The build writes it, so that a client whose classes are prepared needs no instrumentation.
 * Premain has the names alone, in a {@link JoinPointIndex}.
 */
public final class ClientPlacesIndex {

  static final String ENTRY = "client-places.index";

  private ClientPlacesIndex() {}

  /**
   * Public for the build.
   *
   * @param arguments the file to write
   */
  public static void main(String[] arguments) throws IOException {
    try (PrintWriter out = new PrintWriter(arguments[0], "UTF-8")) {
      for (ClientInstrumentation client : Clients.on(Clients.NEWEST_JAVA)) {
        for (JoinPoint joinPoint : client.joinPoints()) {
          out.print(line(client, "join", joinPoint.type()));
        }
        for (String type : client.earlyTypes()) {
          out.print(line(client, "early", type));
        }
      }
      if (out.checkError()) {
        throw new IOException("could not write " + arguments[0]);
      }
    }
  }

  private static String line(ClientInstrumentation client, String kind, String type) {
    return client.client()
        + '\t'
        + Clients.oldestJava(client)
        + '\t'
        + (client.isOnDemand() ? "on-demand" : "always")
        + '\t'
        + kind
        + '\t'
        + type
        + '\n';
  }

  static List<Line> read() {
    InputStream entry = ClientPlacesIndex.class.getClassLoader().getResourceAsStream(ENTRY);
    if (entry == null) {
      throw new IllegalStateException("the agent's jar has no " + ENTRY);
    }
    List<Line> lines = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(entry, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(new Line(line.split("\t", -1)));
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return lines;
  }

  /** One class of one client. */
  static final class Line {

    final String client;

    /** The oldest version of Java that has the client. */
    final int java;

    final boolean isOnDemand;
    final boolean isEarly;
    final String type;

    Line(String[] columns) {
      client = columns[0];
      java = Integer.parseInt(columns[1]);
      isOnDemand = columns[2].equals("on-demand");
      isEarly = columns[3].equals("early");
      type = columns[4];
    }
  }
}
