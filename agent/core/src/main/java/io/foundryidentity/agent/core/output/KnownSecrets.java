package io.foundryidentity.agent.core.output;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The secrets that this agent holds, or has held lately: found in any text, also as a part of them,
 * escaped, or broken by blanks and control characters.
 *
 * <p>They are not kept. Of each there is one number for each eight characters in a row, which
 * depends on a number that is drawn anew in each JVM. Where such eight characters stand in a text,
 * they are hidden; so no part of a secret that is long enough to be of use can be shown. Only a
 * value that is shorter than that is kept as it is. A whole GUID, which is mostly an id, is hidden
 * only if more of it is a secret's: twelve characters in a row.
 *
 * <p>Values are added before they are sent or used, which is rare: once for each token.
 */
public final class KnownSecrets {

  /** As many tokens, and as many other secrets, are known at the same time; the latest. */
  private static final int MOST = 64;

  private static final int SHORTEST = 4;
  private static final int PIECE = 8;

  /**
   * Of a secret that is a GUID, up to so many pieces in a row stand by chance in one of 85,000
   * other GUIDs: the dashes and two of the digits are the same in all. More of them are a part of
   * it.
   */
  private static final int MOST_BY_CHANCE = 4;

  /** Longer than any token; more of it would only cost time. */
  private static final int LONGEST = 32 * 1024;

  /** The forms of a longer one would cost time to look for. */
  private static final int LONGEST_JUDGED = 8 * 1024;

  /** No secret of its own: a heap dump that shows it shows the tokens too. */
  private static final long FACTOR = (System.nanoTime() * 0x9E3779B97F4A7C15L) | 1;

  private static final long LEAVING = power(FACTOR, PIECE - 1);

  private static final Deque<Secret> SECRETS = new ArrayDeque<>();

  /** Known for as long as they are used, however many others come meanwhile. */
  private static final List<Secret> HELD = new ArrayList<>();

  private static volatile @Nullable Known known;

  private KnownSecrets() {}

  /**
   * Adds a secret; a value of less than four characters is not one, and a URL is not one either: as
   * a secret it would hide the beginnings of all others.
   *
   * @param value null is ignored
   */
  public static void add(@Nullable String value) {
    if (value == null || value.trim().length() < SHORTEST || value.contains("://")) {
      return;
    }
    Secret secret = Secret.of(value.trim());
    synchronized (SECRETS) {
      for (Secret before : SECRETS) {
        if (before.isSame(secret)) {
          SECRETS.remove(before);
          SECRETS.addLast(before);
          return;
        }
      }
      SECRETS.addLast(secret);
      if (SECRETS.size() > MOST) {
        SECRETS.removeFirst();
      }
      rebuild();
    }
  }

  /** Adds a secret that is in use until {@link #release}, such as that of a gateway. */
  public static void hold(String value) {
    synchronized (SECRETS) {
      HELD.add(Secret.of(value.trim()));
      rebuild();
    }
  }

  /** Adds a secret that is in use until the process ends, such as a variable's; once. */
  static void keep(String value) {
    Secret secret = Secret.of(value.trim());
    synchronized (SECRETS) {
      for (Secret before : HELD) {
        if (before.isSame(secret)) {
          return;
        }
      }
      HELD.add(secret);
      rebuild();
    }
  }

  /** That secret is no longer used: from now on it is one of the latest. */
  public static void release(String value) {
    Secret secret = Secret.of(value.trim());
    synchronized (SECRETS) {
      HELD.removeIf(secret::isSame);
      add(value);
    }
  }

  private static void rebuild() {
    List<Secret> all = new ArrayList<>(HELD);
    all.addAll(SECRETS);
    known = new Known(all);
  }

  /**
   * Adds the value of a field, if the field's name or the value itself looks like that of a secret.
   *
   * @param value null is ignored; a very long one is taken for a secret, as no other is so long
   */
  public static void addField(String name, @Nullable String value) {
    if (value != null
        && (value.length() > LONGEST_JUDGED
            || SecretFields.isSecretName(name)
            || SafeText.line(value).contains(SafeText.MASK))) {
      add(value);
    }
  }

  static void hide(Hidden hidden) {
    Known all = known;
    if (all != null) {
      all.hide(Plain.of(hidden.text), hidden);
      Plain unescaped = Plain.unescaped(hidden.text);
      if (unescaped != null) {
        all.hide(unescaped, hidden);
      }
    }
  }

  private static long power(long base, int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= base;
    }
    return power;
  }

  /** The number of the eight characters that end at a place, from that of the eight before. */
  private static long next(long number, char leaving, char entering) {
    return (number - leaving * LEAVING) * FACTOR + entering;
  }

  /** One secret: the numbers of its pieces, or itself if it is shorter than one. */
  private static final class Secret {
    final long[] pieces;
    final @Nullable String shortValue;

    private Secret(long[] pieces, @Nullable String shortValue) {
      this.pieces = pieces;
      this.shortValue = shortValue;
    }

    static Secret of(String value) {
      Plain plain = Plain.of(value);
      int length = Math.min(plain.length, LONGEST);
      if (length < PIECE) {
        return new Secret(new long[0], new String(plain.characters, 0, length));
      }
      long[] pieces = new long[length - PIECE + 1];
      long number = 0;
      for (int i = 0; i < length; i++) {
        number = next(number, i < PIECE ? 0 : plain.characters[i - PIECE], plain.characters[i]);
        if (i >= PIECE - 1) {
          pieces[i - PIECE + 1] = number == 0 ? 1 : number;
        }
      }
      return new Secret(pieces, null);
    }

    boolean isSame(Secret other) {
      return shortValue == null
          ? Arrays.equals(pieces, other.pieces)
          : shortValue.equals(other.shortValue);
    }
  }

  /** All secrets as one table, in which 0 is an empty place. */
  private static final class Known {
    private final long[] table;
    private final List<String> shortValues = new ArrayList<>();

    Known(Iterable<Secret> secrets) {
      int count = 0;
      for (Secret secret : secrets) {
        count += secret.pieces.length;
      }
      table = new long[Integer.highestOneBit(Math.max(count, 8)) * 4];
      for (Secret secret : secrets) {
        for (long piece : secret.pieces) {
          table[place(piece)] = piece;
        }
        if (secret.shortValue != null && secret.shortValue.length() >= SHORTEST) {
          shortValues.add(secret.shortValue);
        }
      }
    }

    private int place(long piece) {
      int place = (int) (piece ^ (piece >>> 32)) & (table.length - 1);
      while (table[place] != 0 && table[place] != piece) {
        place = (place + 1) & (table.length - 1);
      }
      return place;
    }

    void hide(Plain text, Hidden hidden) {
      long number = 0;
      int pieces = 0;
      for (int i = 0; i < text.length; i++) {
        number = next(number, i < PIECE ? 0 : text.characters[i - PIECE], text.characters[i]);
        if (i >= PIECE - 1 && table[place(number == 0 ? 1 : number)] != 0) {
          pieces++;
        } else if (pieces > 0) {
          hide(text, i, pieces, hidden);
          pieces = 0;
        }
      }
      if (pieces > 0) {
        hide(text, text.length, pieces, hidden);
      }
      for (String value : shortValues) {
        String all = new String(text.characters, 0, text.length);
        for (int at = all.indexOf(value); at >= 0; at = all.indexOf(value, at + 1)) {
          hidden.hide(text.begins[at], text.ends[at + value.length() - 1]);
        }
      }
    }

    /** Hides so many pieces, of which the last ends before a place. */
    private static void hide(Plain text, int end, int pieces, Hidden hidden) {
      int from = text.begins[end - pieces - PIECE + 1];
      int to = text.ends[end - 1];
      if (pieces > MOST_BY_CHANCE || !SecretForms.isInUuid(hidden.text, from, to)) {
        hidden.hide(from, to);
      }
    }
  }
}
