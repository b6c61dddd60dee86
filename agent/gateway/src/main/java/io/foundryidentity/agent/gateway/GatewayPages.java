package io.foundryidentity.agent.gateway;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What the gateway answers itself; every other request is forwarded or refused. */
final class GatewayPages {

  private final List<GatewayPage> all = new CopyOnWriteArrayList<>();

  void add(GatewayPage page) {
    all.add(page);
  }

  /**
   * The page at exactly this path; null if there is none.
   *
   * @param target a request target, with or without a query
   */
  @Nullable GatewayPage at(String target) {
    int query = target.indexOf('?');
    int length = query < 0 ? target.length() : query;
    for (GatewayPage page : all) {
      String path = page.path();
      if (path.length() == length && target.startsWith(path)) {
        return page;
      }
    }
    return null;
  }
}
