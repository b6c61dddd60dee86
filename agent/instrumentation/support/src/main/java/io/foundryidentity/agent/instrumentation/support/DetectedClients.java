package io.foundryidentity.agent.instrumentation.support;

import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which clients this JVM has loaded, from which jar, and which of them are left alone.
 *
 * <p>It holds names only, so that it keeps no application's class loader in memory.
 */
public final class DetectedClients {

  /** A limit, as an application that is deployed again may come from another folder each time. */
  private static final int MOST = 200;

  private final Map<String, Detected> detected = new LinkedHashMap<>();

  void active(String client, @Nullable ProtectionDomain domain) {
    note(new Detected(client, Origin.location(domain), null));
  }

  void leftAlone(String client, @Nullable ProtectionDomain domain, String why) {
    note(new Detected(client, Origin.location(domain), why));
  }

  private synchronized void note(Detected each) {
    String key = each.client + ' ' + each.location;
    Detected known = detected.get(key);
    // A client that is left alone stays so: what was woven into it before is taken out too
    if (known == null ? detected.size() < MOST : known.leftAlone == null) {
      detected.put(key, each);
    }
  }

  /** In the order in which they were detected. */
  public synchronized List<Detected> all() {
    return new ArrayList<>(detected.values());
  }

  /** One client from one place. */
  public static final class Detected {

    public final String client;

    /** A URL; null for the JDK's own. */
    public final @Nullable String location;

    /** The reason why it is left alone; null if it is not. */
    public final @Nullable String leftAlone;

    Detected(String client, @Nullable String location, @Nullable String leftAlone) {
      this.client = client;
      this.location = location;
      this.leftAlone = leftAlone;
    }
  }
}
