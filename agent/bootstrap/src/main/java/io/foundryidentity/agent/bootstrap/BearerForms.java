package io.foundryidentity.agent.bootstrap;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a client's own form of a bearer, which is faster to send: it is copied to the wire and not
 * encoded character by character.
 *
 * <p>Forms are kept with their class, so that they go when the client is unloaded. Bearers and
 * forms are held weakly: a form that was garbage-collected is made again.
 *
 * <p>Public for advice.
 */
public final class BearerForms extends ClassValue<BearerForms.OfClass> {

  /** Static as {@link ExchangeNotes} is, and emptied by {@link #clear}. */
  private static volatile BearerForms all = new BearerForms();

  private BearerForms() {}

  /** Null if {@link #keep} was not called yet, or the form was garbage-collected. */
  public static @Nullable CharSequence of(String bearer, Class<? extends CharSequence> type) {
    return (CharSequence) objectOf(bearer, type);
  }

  public static void keep(String bearer, CharSequence form) {
    keepObject(bearer, form);
  }

  /** {@link #of} for a form that is no text, such as a whole header. */
  public static @Nullable Object objectOf(String bearer, Class<?> type) {
    WeakReference<Object> form = all.get(type).forms.get(bearer);
    return form == null ? null : form.get();
  }

  /**
   * @param form of a class of the client's own: there is one form of each class, so two clients
   *     that kept arrays would take each other's
   */
  public static void keepObject(String bearer, Object form) {
    if (form.getClass().isArray()) {
      throw new IllegalArgumentException("an array is of no client's own class");
    }
    all.get(form.getClass()).keep(bearer, form);
  }

  static void clear() {
    all = new BearerForms();
  }

  @Override
  protected OfClass computeValue(Class<?> type) {
    return new OfClass();
  }

  /**
   * The forms of one class, by the bearer; public because the public class's declaration names it.
   */
  public static final class OfClass {
    private final WeakTable<WeakReference<Object>> forms = new WeakTable<>();

    OfClass() {}

    private void keep(String bearer, Object form) {
      forms.put(bearer, new WeakReference<>(form));
    }
  }
}
