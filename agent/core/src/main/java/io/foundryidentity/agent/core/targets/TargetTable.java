package io.foundryidentity.agent.core.targets;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the value for a request's scheme, host, port and path, in nanoseconds and without
 * allocating.
 *
 * <p>Nearly every request of a JVM may be a miss. So hosts are in a hash table whose hash reads
 * only the length, the first character, and the few other characters that distinguish the
 * configured hosts; they are chosen when the table is built. Hosts with the same hash are compared
 * in full. Case is ignored for ASCII only, as {@code String}'s own methods that ignore case treat
 * the Kelvin sign as a k. A host that is not plain ASCII matches nothing, so an internationalised
 * name must come as {@code xn--}, which is how clients send it.
 *
 * <p>The most specific target wins: an exact host before a wildcard, then the longest prefix.
 *
 * @param <T> the type of a target's value
 */
public final class TargetTable<T> {

  /** One target of a host, and its value. */
  private static final class Entry<T> {
    final String scheme;
    final int port;

    /** Whether its port is the default port of its scheme. */
    final boolean usual;

    final @Nullable String prefix;
    final T value;
    @Nullable Entry<T> next;

    Entry(Target target, T value) {
      this.scheme = target.scheme();
      this.port = target.port();
      this.usual = port == (scheme.equals("https") ? 443 : 80);
      this.prefix = target.pathPrefix();
      this.value = value;
    }

    int prefixLength() {
      return prefix == null ? 0 : prefix.length();
    }
  }

  /** All targets of one host; a request's host is compared once. */
  private static final class Host<T> {
    final String name;
    final boolean ipv4;
    final long high;
    final long low;

    /** The longest prefix first. */
    @Nullable Entry<T> first;

    int hash;

    /** Another host in the same slot. */
    @Nullable Host<T> next;

    Host(String name) {
      this.name = name;
      this.ipv4 = TargetParser.isIpv4(name);
      this.high = Ipv6.high(name, 0, name.length());
      this.low = Ipv6.low(name, 0, name.length());
    }

    void add(Target target, T value) {
      Entry<T> added = new Entry<>(target, value);
      Entry<T> before = null;
      Entry<T> after = first;
      while (after != null && after.prefixLength() >= added.prefixLength()) {
        before = after;
        after = after.next;
      }
      added.next = after;
      if (before == null) {
        first = added;
      } else {
        before.next = added;
      }
    }
  }

  private final @Nullable Host<T>[] slots;
  private final int[] positions;
  private final Host<T>[] wildcards;
  private final Host<T>[] ipv6;
  private final boolean exactOnly;
  private final List<T> values;

  private TargetTable(
      @Nullable Host<T>[] slots,
      int[] positions,
      Host<T>[] wildcards,
      Host<T>[] ipv6,
      List<T> values) {
    this.values = new ArrayList<>(values);
    this.slots = slots;
    this.positions = positions;
    this.wildcards = wildcards;
    this.ipv6 = ipv6;
    this.exactOnly = wildcards.length == 0 && ipv6.length == 0;
  }

  /**
   * @param targets where tokens may go
   * @param values the value of each target, in the same order
   * @throws IllegalArgumentException if a target is given twice; the message names both
   */
  public static <T> TargetTable<T> of(List<Target> targets, List<T> values) {
    List<Host<T>> exact = new ArrayList<>();
    List<Host<T>> wildcards = new ArrayList<>();
    List<Host<T>> ipv6 = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      Target target = targets.get(i);
      refuseDuplicate(targets, i);
      boolean literal = target.host().indexOf(':') >= 0;
      host(target.wildcard() ? wildcards : literal ? ipv6 : exact, target.host())
          .add(target, values.get(i));
    }
    int[] positions = distinguishingPositions(exact);
    @Nullable Host<T>[] slots = array(Integer.highestOneBit(exact.size() * 2 + 1) * 2);
    for (Host<T> host : exact) {
      host.hash = hash(host.name, host.name.length(), positions);
      int slot = host.hash & (slots.length - 1);
      host.next = slots[slot];
      slots[slot] = host;
    }
    return new TargetTable<T>(
        slots,
        positions,
        wildcards.toArray(TargetTable.<T>array(0)),
        ipv6.toArray(TargetTable.<T>array(0)),
        values);
  }

  /** Calls the action for each target's value, in the order in which they were given. */
  public void forEach(Consumer<T> action) {
    values.forEach(action);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <T> Host<T>[] array(int length) {
    return (Host<T>[]) new Host[length];
  }

  private static void refuseDuplicate(List<Target> targets, int index) {
    int first = targets.indexOf(targets.get(index));
    if (first < index) {
      throw new IllegalArgumentException(
          Quoted.quote(targets.get(first).source())
              + " and "
              + Quoted.quote(targets.get(index).source())
              + " are the same target");
    }
  }

  private static <T> Host<T> host(List<Host<T>> hosts, String name) {
    for (Host<T> host : hosts) {
      if (host.name.equals(name)) {
        return host;
      }
    }
    Host<T> host = new Host<T>(name);
    hosts.add(host);
    return host;
  }

  /**
   * Greedy: adds the position that distinguishes the most hosts, until no position improves it. The
   * first character is always used, so that most misses need no comparison.
   */
  private static <T> int[] distinguishingPositions(List<Host<T>> hosts) {
    int[] positions = {0};
    int told = distinctHashes(hosts, positions);
    while (told < hosts.size()) {
      int[] best = positions;
      for (int position = 0; position < 253; position++) {
        int[] longer = new int[positions.length + 1];
        System.arraycopy(positions, 0, longer, 0, positions.length);
        longer[positions.length] = position;
        int distinct = distinctHashes(hosts, longer);
        if (distinct > told) {
          told = distinct;
          best = longer;
        }
      }
      if (best == positions) {
        return positions;
      }
      positions = best;
    }
    return positions;
  }

  private static <T> int distinctHashes(List<Host<T>> hosts, int[] positions) {
    int[] hashes = new int[hosts.size()];
    int distinct = 0;
    for (Host<T> host : hosts) {
      int hash = hash(host.name, host.name.length(), positions);
      int seen = 0;
      while (seen < distinct && hashes[seen] != hash) {
        seen++;
      }
      if (seen == distinct) {
        hashes[distinct++] = hash;
      }
    }
    return distinct;
  }

  /** Setting one bit ignores case, and maps a few other characters too; the comparison is exact. */
  private static int hash(String host, int end, int[] positions) {
    int hash = end;
    for (int position : positions) {
      hash = hash * 31 + (position < end ? host.charAt(position) | 0x20 : 0);
    }
    return (hash * 0x9E3779B9) >>> 16;
  }

  /**
   * The value for a request, or null if no target matches.
   *
   * @param scheme in any case
   * @param host in any case, with or without a trailing dot; an IPv6 literal with or without
   *     brackets; any text that is not a plain host matches nothing
   * @param port -1 for the scheme's default
   * @param path the raw path, with or without a query; null matches targets without a prefix
   */
  public @Nullable T find(
      @Nullable String scheme, @Nullable String host, int port, @Nullable String path) {
    if (scheme == null || host == null || host.isEmpty()) {
      return null;
    }
    int length = host.length();
    int end = host.charAt(length - 1) == '.' ? length - 1 : length;
    Host<T> exact = exact(host, end);
    if (exact != null && !(end != length && exact.ipv4)) {
      T found = match(exact, scheme, port, path);
      if (found != null) {
        return found;
      }
    }
    return exactOnly ? null : other(scheme, host, end, port, path);
  }

  private @Nullable T other(String scheme, String host, int end, int port, @Nullable String path) {
    for (Host<T> wildcard : wildcards) {
      if (isOneLabelUnder(host, end, wildcard.name)) {
        return match(wildcard, scheme, port, path);
      }
    }
    return ipv6.length == 0 ? null : ipv6(scheme, host, port, path);
  }

  /**
   * Whether any target has this host, with any scheme, port and path.
   *
   * @param host as for {@link #find}, but not an IPv6 literal
   */
  public boolean hasHost(String host) {
    int end = host.endsWith(".") ? host.length() - 1 : host.length();
    boolean found = exact(host, end) != null;
    for (Host<T> wildcard : wildcards) {
      found |= isOneLabelUnder(host, end, wildcard.name);
    }
    return found;
  }

  private @Nullable Host<T> exact(String host, int end) {
    int hash = hash(host, end, positions);
    for (Host<T> candidate = slots[hash & (slots.length - 1)];
        candidate != null;
        candidate = candidate.next) {
      if (candidate.hash == hash
          && (candidate.name.equals(host) || isSpelling(host, end, candidate.name))) {
        return candidate;
      }
    }
    return null;
  }

  private static boolean isSpelling(String host, int end, String name) {
    return name.length() == end && endsWith(host, end, name);
  }

  private @Nullable T ipv6(String scheme, String host, int port, @Nullable String path) {
    int to = host.length();
    int from = 0;
    if (host.charAt(0) == '[' && host.charAt(to - 1) == ']') {
      from = 1;
      to--;
    }
    if (host.indexOf(':') < 0 || !Ipv6.isLiteral(host, from, to)) {
      return null;
    }
    long high = Ipv6.high(host, from, to);
    long low = Ipv6.low(host, from, to);
    for (Host<T> candidate : ipv6) {
      if (candidate.low == low && candidate.high == high) {
        return match(candidate, scheme, port, path);
      }
    }
    return null;
  }

  private static <T> @Nullable T match(
      Host<T> host, String scheme, int port, @Nullable String path) {
    for (Entry<T> entry = host.first; entry != null; entry = entry.next) {
      String own = entry.scheme;
      if ((port == entry.port || (port == -1 && entry.usual))
          && (own.equals(scheme) || isSpelling(scheme, scheme.length(), own))) {
        String prefix = entry.prefix;
        if (prefix == null || (path != null && TargetPath.isUnder(path, prefix))) {
          return entry.value;
        }
      }
    }
    return null;
  }

  private static boolean isOneLabelUnder(String host, int end, String suffix) {
    int dot = end - suffix.length() - 1;
    if (dot < 1 || host.charAt(dot) != '.' || !endsWith(host, end, suffix)) {
      return false;
    }
    for (int i = 0; i < dot; i++) {
      if (!TargetParser.isLabelCharacter(host.charAt(i) < 0x80 ? lower(host.charAt(i)) : 0)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Compares from the left, as hosts of one cloud differ there.
   *
   * @param suffix in lower case
   */
  static boolean endsWith(String text, int end, String suffix) {
    int offset = end - suffix.length();
    if (offset < 0) {
      return false;
    }
    if (text.startsWith(suffix, offset)) {
      // The usual case, as clients send hosts in lower case.
      return true;
    }
    for (int i = 0; i < suffix.length(); i++) {
      if (lower(text.charAt(offset + i)) != suffix.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
  }
}
