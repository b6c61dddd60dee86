package io.foundryidentity.agent.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * What one join point leaves for the next one on the same thread, each thing for one object of a
 * client's.
 *
 * <p>A thread can be in several requests at once: an application's listener may send a request of
 * its own while the outer one is about to be written. So there is room for a few things. Of more
 * than these, the oldest is lost, and its request is sent without a token.
 */
final class HandedOver {

  private static final int ROOM = 4;

  /**
   * Objects at even places, each followed by what is for it. The array is emptied and kept: to
   * remove it and create it again for each request would cost more.
   */
  private static final ThreadLocal<@Nullable Object[]> OF_THREAD = new ThreadLocal<>();

  private HandedOver() {}

  static void put(Object exchange, Object value) {
    @Nullable Object[] places = OF_THREAD.get();
    if (places == null) {
      places = new Object[2 * ROOM];
      OF_THREAD.set(places);
    }
    int place = 0;
    while (place < places.length && places[place] != null && places[place] != exchange) {
      place += 2;
    }
    if (place == places.length) {
      System.arraycopy(places, 2, places, 0, places.length - 2);
      place -= 2;
    }
    places[place] = exchange;
    places[place + 1] = value;
  }

  /** Replaces a value that waits for {@code exchange}; false if another one does, or none. */
  static boolean replace(Object exchange, Object before, Object value) {
    @Nullable Object[] places = OF_THREAD.get();
    if (places != null) {
      for (int place = 0; place < places.length; place += 2) {
        if (places[place] == exchange && places[place + 1] == before) {
          places[place + 1] = value;
          return true;
        }
      }
    }
    return false;
  }

  static @Nullable Object take(Object exchange) {
    @Nullable Object[] places = OF_THREAD.get();
    if (places == null) {
      return null;
    }
    for (int place = 0; place < places.length; place += 2) {
      if (places[place] == exchange) {
        Object value = places[place + 1];
        // What came later moves up, so that the oldest stays the first
        System.arraycopy(places, place + 2, places, place, places.length - 2 - place);
        places[places.length - 2] = null;
        places[places.length - 1] = null;
        return value;
      }
    }
    return null;
  }

  /** Of this thread. */
  static void clear() {
    OF_THREAD.remove();
  }
}
