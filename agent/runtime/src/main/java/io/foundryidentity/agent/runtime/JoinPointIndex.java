package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes the list of class names that the transformer watches for; the build runs it.
 *
 * <p>The clients' instrumentations are loaded only when one of these classes loads that is not
 * prepared, so the names must be known without them.
 */
public final class JoinPointIndex {

  private JoinPointIndex() {}

  /**
   * Public for the build.
   *
   * @param arguments the file to write
   */
  public static void main(String[] arguments) throws IOException {
    try (PrintWriter out = new PrintWriter(arguments[0], "UTF-8")) {
      for (String name : names()) {
        out.print(name);
        out.print('\n');
      }
      if (out.checkError()) {
        throw new IOException("could not write " + arguments[0]);
      }
    }
  }

  static Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (ClientInstrumentation client : Clients.on(Clients.NEWEST_JAVA)) {
      if (client.isOnDemand()) {
        continue;
      }
      for (JoinPoint joinPoint : client.joinPoints()) {
        names.add(joinPoint.type());
      }
      names.addAll(client.earlyTypes());
    }
    return names;
  }
}
