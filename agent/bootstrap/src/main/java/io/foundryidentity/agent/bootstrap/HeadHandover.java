package io.foundryidentity.agent.bootstrap;

import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Hands an object from one join point to another one that the same thread reaches inside the first,
 * for the two places of a {@link RenderedHead}.
 *
 * <p>The array is emptied and kept: to remove it and create it again for each request would cost
 * more.
 *
 * <p>Public for advice.
 */
public final class HeadHandover {

  private static final int RENDERING = 0;
  private static final int HEAD = 1;
  private static final int INPUT = 2;
  private static final int ENGINE = 3;

  private static final ThreadLocal<@Nullable Object[]> SLOTS = new ThreadLocal<>();

  private HeadHandover() {}

  /** The thread begins to render a request's head. */
  public static void beginRendering(Object exchange) {
    slots()[RENDERING] = exchange;
  }

  /** Something was rendered; the last such bytes of a request are its head. */
  public static void rendered(Object bytes) {
    @Nullable Object[] slots = SLOTS.get();
    if (slots != null && slots[RENDERING] != null) {
      slots[HEAD] = bytes;
    }
  }

  /** The head that was rendered for that exchange; null if none was. */
  public static @Nullable Object endRendering(Object exchange) {
    @Nullable Object[] slots = SLOTS.get();
    if (slots == null || slots[RENDERING] != exchange) {
      return null;
    }
    Object head = slots[HEAD];
    slots[RENDERING] = null;
    slots[HEAD] = null;
    return head;
  }

  /** The thread begins to take bytes from that input, in order to encrypt them with the engine. */
  public static void beginEncryption(Object input, SSLEngine engine) {
    @Nullable Object[] slots = slots();
    slots[INPUT] = input;
    slots[ENGINE] = engine;
  }

  /** The engine that encrypts what this thread takes from that input now; null if there is none. */
  public static @Nullable SSLEngine engine(Object input) {
    @Nullable Object[] slots = SLOTS.get();
    return slots == null || slots[INPUT] != input ? null : (SSLEngine) slots[ENGINE];
  }

  public static void endEncryption() {
    @Nullable Object[] slots = SLOTS.get();
    if (slots != null) {
      slots[INPUT] = null;
      slots[ENGINE] = null;
    }
  }

  private static @Nullable Object[] slots() {
    @Nullable Object[] slots = SLOTS.get();
    if (slots == null) {
      slots = new Object[4];
      SLOTS.set(slots);
    }
    return slots;
  }
}
