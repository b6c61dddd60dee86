package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.Collection;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes the hash table of class names that the transformer watches for; the build runs it.
 *
 * <p>The clients' instrumentations are loaded only when one of these classes loads that is not
 * prepared, so the names must be known without them. {@code JoinPointNames} has the format.
 */
public final class JoinPointIndex {

  private static final int PLACES = 1024;

  private JoinPointIndex() {}

  /**
   * Public for the build.
   *
   * @param arguments the file to write
   */
  public static void main(String[] arguments) throws IOException {
    Files.write(Paths.get(arguments[0]), table(names()));
  }

  /** Public for the test beside the class that reads the index. */
  public static Set<String> names() {
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

  private static byte[] table(Collection<String> names) {
    TreeMap<Integer, Set<String>> byPlace = new TreeMap<>();
    for (String name : names) {
      byPlace.computeIfAbsent(place(name), none -> new TreeSet<>()).add(name);
    }
    byte[] places = new byte[2 * PLACES];
    ByteArrayOutputStream lists = new ByteArrayOutputStream();
    byPlace.forEach(
        (place, list) -> {
          int at = places.length + lists.size();
          places[2 * place] = (byte) (at >> 8);
          places[2 * place + 1] = (byte) at;
          for (String name : list) {
            lists.write(name.length());
            byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
            lists.write(ascii, 0, ascii.length);
          }
          lists.write(0);
        });
    byte[] index = new byte[places.length + lists.size()];
    System.arraycopy(places, 0, index, 0, places.length);
    System.arraycopy(lists.toByteArray(), 0, index, places.length, lists.size());
    return index;
  }

  /** By characters at the end, as a client may have been shaded into another's package. */
  private static int place(String name) {
    int hash = 0;
    for (int fromEnd : new int[] {2, 4, 7, 10}) {
      hash = 37 * hash + (name.charAt(name.length() - fromEnd) | 1);
    }
    return (hash ^ hash >>> 10) & (PLACES - 1);
  }
}
