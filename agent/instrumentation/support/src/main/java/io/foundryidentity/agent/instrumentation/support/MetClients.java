package io.foundryidentity.agent.instrumentation.support;

import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which clients were met, from which jar, and which of them are left alone.
 *
 * <p>It holds names alone, so that no application's class loader stays for it.
 */
public final class MetClients {

  /** Applications that are deployed again and again may come from another folder each time. */
  private static final int MOST = 200;

  private final Map<String, Met> met = new LinkedHashMap<>();

  void active(String client, @Nullable ProtectionDomain domain) {
    note(new Met(client, Origin.location(domain), null));
  }

  void leftAlone(String client, @Nullable ProtectionDomain domain, String why) {
    note(new Met(client, Origin.location(domain), why));
  }

  private synchronized void note(Met each) {
    String key = each.client + ' ' + each.location;
    Met known = met.get(key);
    // Once left alone, what was woven before is taken out too
    if (known == null ? met.size() < MOST : known.leftAlone == null) {
      met.put(key, each);
    }
  }

  /** In the order in which they were met. */
  public synchronized List<Met> all() {
    return new ArrayList<>(met.values());
  }

  /** One client from one place. */
  public static final class Met {

    public final String client;

    /** A URL; null for the JDK's own. */
    public final @Nullable String location;

    /** Why; null where it is not. */
    public final @Nullable String leftAlone;

    Met(String client, @Nullable String location, @Nullable String leftAlone) {
      this.client = client;
      this.location = location;
      this.leftAlone = leftAlone;
    }
  }
}
