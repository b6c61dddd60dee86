package io.foundryidentity.agent.core.request;

import io.foundryidentity.agent.bootstrap.RequestTargets;
import io.foundryidentity.agent.core.targets.TargetTable;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the configured target that a request goes to. */
public final class TargetLookup implements RequestTargets {

  private static final Logger LOG = LoggerFactory.getLogger(TargetLookup.class);

  private volatile TargetTable<AuthorizedTarget> table;
  private volatile String[] keyHeaders;
  private volatile UncoveredHosts uncovered = new UncoveredHosts(Collections.emptyList());
  private final AtomicBoolean adviceFailed = new AtomicBoolean();
  private volatile boolean on = true;
  private volatile @Nullable Consumer<String> onEachAuthorized;

  /**
   * Public for the runtime module, which creates it.
   *
   * @param keyHeaders in lower case
   */
  public TargetLookup(TargetTable<AuthorizedTarget> table, String[] keyHeaders) {
    this.table = table;
    this.keyHeaders = keyHeaders.clone();
    table.forEach(target -> target.join(this, table));
  }

  /**
   * Replaces what is configured; the other parameters are those of the constructor.
   *
   * @param newUncovered told of each request that is for no target
   */
  public void use(
      TargetTable<AuthorizedTarget> newTable, String[] newKeyHeaders, UncoveredHosts newUncovered) {
    newTable.forEach(target -> target.join(this, newTable));
    keyHeaders = newKeyHeaders.clone();
    table = newTable;
    uncovered = newUncovered;
  }

  /**
   * Switches the agent off for every request, or on again, at once. {@link #isTargetHost} does not
   * change, as connections that open while it is off may carry authorized requests later.
   */
  public void switchTo(boolean wanted) {
    on = wanted;
  }

  public boolean isOn() {
    return on;
  }

  /**
   * @param then gets the target of each request that is authorized, on its thread; must return at
   *     once
   */
  public void onEachAuthorized(Consumer<String> then) {
    onEachAuthorized = then;
  }

  @Override
  public @Nullable AuthorizedTarget find(
      @Nullable String scheme, @Nullable String host, int port, @Nullable String path) {
    if (!on) {
      return null;
    }
    AuthorizedTarget found = table.find(scheme, host, port, path);
    if (found == null) {
      uncovered.note(scheme, host, port, path);
    }
    return found;
  }

  /** {@link #find} for the agent's own questions, which are no requests. */
  @Nullable AuthorizedTarget look(String scheme, String host, int port, @Nullable String path) {
    return on ? table.find(scheme, host, port, path) : null;
  }

  /** Whether a result of that table is still valid. */
  boolean uses(@Nullable TargetTable<AuthorizedTarget> thatTable) {
    return on && table == thatTable;
  }

  /** Called for each request to that target that gets a token. */
  void authorized(AuthorizedTarget target) {
    Consumer<String> each = onEachAuthorized;
    if (each != null) {
      each.accept(target.name());
    }
  }

  @Override
  public boolean isTargetHost(String host) {
    return table.hasHost(host);
  }

  @Override
  public String[] keyHeaders() {
    return keyHeaders;
  }

  @Override
  public void adviceFailed(Throwable failure) {
    if (adviceFailed.compareAndSet(false, true)) {
      LOG.error(
          "a request could not be authorized and was sent unchanged;"
              + " further failures of this kind are not logged",
          failure);
    } else {
      LOG.debug("a request could not be authorized", failure);
    }
  }
}
