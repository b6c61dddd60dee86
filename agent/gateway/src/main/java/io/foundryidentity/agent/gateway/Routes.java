package io.foundryidentity.agent.gateway;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The open routes of one gateway. */
final class Routes {

  private final List<Route> open = new CopyOnWriteArrayList<>();

  void add(Route route) {
    open.add(route);
  }

  void remove(Route route) {
    open.remove(route);
  }

  /** The route with this secret; compares all of them, so that the time does not show which. */
  @Nullable Route openedBy(byte[] presented) {
    Route found = null;
    for (Route route : open) {
      if (route.isOpenedBy(presented)) {
        found = route;
      }
    }
    return found;
  }
}
