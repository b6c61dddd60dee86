package io.foundryidentity.agent.instrumentation.support;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The classes where a client is recognised: those that its join points name, and its early types.
 *
 * <p>The names are known without the instrumentations themselves, whose matchers load a part of
 * Byte Buddy.
 */
public final class ClientPlaces {

  private final Map<String, List<Place>> bySimpleName = new HashMap<>();

  public static ClientPlaces of(Collection<? extends ClientInstrumentation> clients) {
    ClientPlaces places = new ClientPlaces();
    for (ClientInstrumentation client : clients) {
      for (JoinPoint joinPoint : client.joinPoints()) {
        places.add(client.client(), joinPoint.type(), false);
      }
      for (String type : client.earlyTypes()) {
        places.add(client.client(), type, true);
      }
    }
    return places;
  }

  /**
   * Adds one place. Those of a class are found in the order in which they were added.
   *
   * @param type with slashes
   * @param early whether it is an early type and not a join point's class
   */
  public void add(String client, String type, boolean early) {
    String simpleName = ShadedName.simple(type);
    List<Place> places = bySimpleName.get(simpleName);
    if (places == null) {
      places = new ArrayList<>();
      bySimpleName.put(simpleName, places);
    }
    places.add(new Place(client, type, early));
  }

  /** Those that a class can be by its simple name; {@link Place#isAt} decides. */
  List<Place> named(String className) {
    List<Place> places = bySimpleName.get(ShadedName.simple(className));
    return places == null ? Collections.<Place>emptyList() : places;
  }

  /** The clients that have a join point in a class, with commas between; empty if none has. */
  public String clientsIn(String className) {
    String last = "";
    String all = "";
    for (Place place : named(className)) {
      if (!place.early && !place.client.equals(last) && place.isAt(className)) {
        last = place.client;
        all = all.isEmpty() ? last : all + ',' + last;
      }
    }
    return all;
  }

  /** Whether it is an early type, and not a shaded copy of one. */
  public boolean isEarly(String className) {
    for (Place place : named(className)) {
      if (place.early && place.type.equals(className)) {
        return true;
      }
    }
    return false;
  }

  /** One class of one client. */
  static final class Place {

    final String client;
    final boolean early;
    private final String type;

    Place(String client, String type, boolean early) {
      this.client = client;
      this.type = type;
      this.early = early;
    }

    /** Also if the client was shaded into another package. */
    boolean isAt(String className) {
      return ShadedName.prefix(className, type) != null;
    }
  }
}
