package io.foundryidentity.agent.instrumentation.copilotsdk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a call that sends a session's providers to the program: a copy, in which the
 * providers can be replaced. The application's own objects do not change.
 */
final class SessionCall {

  static final String OPEN = "sessions.open";
  static final String SYNC = "session.provider.sync";

  /** The calls that describe a whole session, and register the connection for its callbacks. */
  private static final Set<String> WHOLE = Set.of("session.create", "session.resume");

  /** The sessions that {@link #OPEN} starts in the program itself, not on another machine. */
  private static final Set<String> LOCAL = Set.of("create", "resume", "resumeLast");

  /** What the application may have changed since: a session that goes on keeps its own. */
  private static final List<String> CHANGING = List.of("model", "reasoningEffort");

  private static final String ID = "sessionId";
  private static final String SINGLE = "provider";
  private static final String NAMED = "providers";
  private static final String MODELS = "models";

  private final Json json;
  private final String method;
  private final Object tree;
  private final Object holder;
  private final String sessionId;
  private final boolean hasId;
  private final List<Place> places = new ArrayList<>();

  private SessionCall(
      Json json, String method, Object tree, Object holder, @Nullable String sessionId) {
    this.json = json;
    this.method = method;
    this.tree = tree;
    this.holder = holder;
    this.hasId = sessionId != null;
    this.sessionId = sessionId == null ? "new " + UUID.randomUUID() : sessionId;
    if (read(SINGLE) instanceof Map<?, ?> fields) {
      add(Provider.of(fields), -1);
    }
    List<Object> named = list(NAMED);
    for (int i = 0; i < named.size(); i++) {
      add(named.get(i) instanceof Map<?, ?> fields ? Provider.of(fields) : null, i);
    }
  }

  /**
   * @return null if the call is about a session on another machine. So is a new session without an
   *     id: it gets one from the program's own cloud
   */
  static @Nullable SessionCall of(Json json, String method, @Nullable Object parameters) {
    Object tree = parameters == null ? null : json.tree(parameters);
    String id = json.text(tree, ID);
    if (tree == null) {
      return null;
    }
    if (!method.equals(OPEN)) {
      return id == null ? null : new SessionCall(json, method, tree, tree, id);
    }
    Object options = json.get(tree, "options");
    String kind = json.text(tree, "kind");
    return options == null || kind == null || !LOCAL.contains(kind)
        ? null
        : new SessionCall(json, method, tree, options, id == null ? json.text(options, ID) : id);
  }

  private @Nullable Object read(String field) {
    return json.value(json.get(holder, field), Object.class);
  }

  private List<Object> list(String field) {
    return read(field) instanceof List<?> values ? new ArrayList<>(values) : new ArrayList<>();
  }

  private void add(@Nullable Provider provider, int index) {
    if (provider != null) {
      places.add(new Place(provider, index));
    }
  }

  String method() {
    return method;
  }

  /** The session's id; until {@link #idIn} tells it, one that stands for it. */
  String sessionId() {
    return sessionId;
  }

  /** The session's id, which the program may have given it. */
  String idIn(@Nullable Object answer) {
    String given = hasId ? null : json.text(json.tree(answer), ID);
    return given == null ? sessionId : given;
  }

  /** Whether it describes a whole session, and not a change of one. */
  boolean isWhole() {
    return WHOLE.contains(method);
  }

  /** Whether providers that it does not have are removed from the session. */
  boolean isComplete() {
    return isWhole() || method.equals(OPEN) || method.equals(SYNC);
  }

  /** Whether it has the session's providers, whether they are targets or not. */
  boolean tellsOfProviders() {
    return read(SINGLE) != null || read(NAMED) != null;
  }

  boolean hasNamedProviders() {
    return read(NAMED) != null;
  }

  /** Every provider that may be replaced. */
  List<Place> places() {
    return places;
  }

  /** The names of its providers. */
  Set<String> names() {
    return names(fields -> true);
  }

  /** The names of those that the program requests tokens for, whoever answers. */
  Set<String> asking() {
    return names(Provider::asksBack);
  }

  private Set<String> names(Predicate<Map<?, ?>> which) {
    Set<String> names = new LinkedHashSet<>();
    List<Object> all = list(NAMED);
    all.add(read(SINGLE));
    for (Object each : all) {
      if (each instanceof Map<?, ?> fields && which.test(fields)) {
        names.add(Provider.name(fields));
      }
    }
    return names;
  }

  /** The parameters with all changes. */
  Object parameters() {
    return tree;
  }

  /** The same for an existing session: the program takes the changes, and sends no event. */
  Map<String, Object> parametersForMore() {
    Map<String, Object> fields = parametersForAll();
    fields.keySet().removeAll(CHANGING);
    return fields;
  }

  /** The same for a session that the program must load again. */
  Map<String, Object> parametersForAll() {
    Map<String, Object> fields = fields();
    fields.put("disableResume", true);
    return fields;
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (json.value(tree, Object.class) instanceof Map<?, ?> all) {
      all.forEach((field, value) -> fields.put(String.valueOf(field), value));
    }
    return fields;
  }

  /** This description of a session, after a later call that changes the session's providers. */
  SessionCall with(SessionCall later) {
    Map<String, Object> fields = fields();
    if (later.read(SINGLE) != null) {
      fields.put(SINGLE, later.read(SINGLE));
    }
    for (String field : new String[] {NAMED, MODELS}) {
      List<Object> values = later.isComplete() ? new ArrayList<>() : list(field);
      values.addAll(later.list(field));
      if (!values.isEmpty() || later.isComplete()) {
        fields.put(field, values);
      }
    }
    Object merged = json.tree(fields);
    return new SessionCall(json, method, merged, merged, sessionId);
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
        json.set(holder, SINGLE, exchanged);
      } else {
        List<Object> all = list(NAMED);
        all.set(index, exchanged);
        json.set(holder, NAMED, all);
      }
    }
  }
}
