package io.foundryidentity.agent.instrumentation.copilotsdk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a call that sends a session's providers to the program: a copy, in which the
 * providers can be replaced. The application's own objects do not change.
 */
final class SessionCall {

  private static final String SINGLE = "provider";
  private static final String NAMED = "providers";

  private final Json json;
  private final Object tree;
  private final String sessionId;
  private final List<Place> places = new ArrayList<>();

  private SessionCall(Json json, Object tree, String sessionId) {
    this.json = json;
    this.tree = tree;
    this.sessionId = sessionId;
    if (read(SINGLE) instanceof Map<?, ?> fields) {
      add(Provider.of(fields), -1);
    }
    if (read(NAMED) instanceof List<?> named) {
      for (int i = 0; i < named.size(); i++) {
        add(named.get(i) instanceof Map<?, ?> fields ? Provider.of(fields) : null, i);
      }
    }
  }

  /**
   * @return null if the session has no id yet; then it gets one from the program's own cloud
   */
  static @Nullable SessionCall of(Json json, @Nullable Object parameters) {
    Object tree = parameters == null ? null : json.tree(parameters);
    String sessionId = json.text(tree, "sessionId");
    return tree == null || sessionId == null ? null : new SessionCall(json, tree, sessionId);
  }

  private @Nullable Object read(String field) {
    return json.value(json.get(tree, field), Object.class);
  }

  private void add(@Nullable Provider provider, int index) {
    if (provider != null) {
      places.add(new Place(provider, index));
    }
  }

  String sessionId() {
    return sessionId;
  }

  /** Whether it has the session's providers, whether they are targets or not. */
  boolean tellsOfProviders() {
    return read(SINGLE) != null || read(NAMED) != null;
  }

  /** Every provider that may be replaced. */
  List<Place> places() {
    return places;
  }

  /** The parameters with all changes. */
  Object parameters() {
    return tree;
  }

  /** The same for an existing session: the program takes the changes, and sends no event. */
  Object parametersForMore() {
    json.set(tree, "disableResume", true);
    return tree;
  }

  /** The place of a provider in the parameters. */
  final class Place {
    private final Provider provider;
    private final int index;

    private Place(Provider provider, int index) {
      this.provider = provider;
      this.index = index;
    }

    Provider provider() {
      return provider;
    }

    void put(Map<String, Object> exchanged) {
      if (index < 0) {
        json.set(tree, SINGLE, exchanged);
      } else if (read(NAMED) instanceof List<?> named) {
        List<Object> all = new ArrayList<>(named);
        all.set(index, exchanged);
        json.set(tree, NAMED, all);
      }
    }
  }
}
