package io.foundryidentity.agent.instrumentation.support;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts each client's advice into the classes that its join points name, as they load.
 *
 * <p>Classes of known versions are {@link PreparedClasses}. The first other class of a client loads
 * the instrumentations and Byte Buddy ({@link LiveWeaving}). Which of the two it was makes no
 * difference afterwards.
 *
 * <p>A client with a class that does not look as expected is {@link SwitchedOff}, with one log line
 * that names it: its requests then go out as without the agent.
 */
public final class ClientTransformer implements ClassFileTransformer {

  private static final Logger LOG = LoggerFactory.getLogger(ClientTransformer.class);

  private final ClientPlaces places;
  private final Supplier<? extends Collection<? extends ClientInstrumentation>> clients;
  private final PreparedClasses prepared;
  private final BridgeVisibility bridge;
  private final SwitchedOff switchedOff;
  private final Runnable onEarlyType;
  private final Map<String, Runnable> onEarlyTypeOf = new HashMap<>();
  private final DetectedClients detected;

  /** Created when it is first needed, as Byte Buddy loads with it. */
  private volatile @Nullable LiveWeaving weaving;

  private volatile @Nullable Runnable onUnknownEarlyType;
  private volatile boolean socketsOpen;

  /**
   * @param clients those that the configuration enables
   * @param onEarlyType called each time a client's early class loads; must return at once
   */
  public ClientTransformer(
      Collection<? extends ClientInstrumentation> clients,
      BridgeVisibility bridge,
      Runnable onEarlyType) {
    this(clients, bridge, new DetectedClients(), onEarlyType);
  }

  /**
   * @param detected is told of each client that is found
   */
  public ClientTransformer(
      Collection<? extends ClientInstrumentation> clients,
      BridgeVisibility bridge,
      DetectedClients detected,
      Runnable onEarlyType) {
    this(
        ClientPlaces.of(clients),
        () -> clients,
        PreparedClasses.NONE,
        bridge,
        detected,
        onEarlyType);
  }

  /**
   * @param places of the clients that the configuration enables
   * @param clients the same clients; asked when a class has to be woven
   */
  public ClientTransformer(
      ClientPlaces places,
      Supplier<? extends Collection<? extends ClientInstrumentation>> clients,
      PreparedClasses prepared,
      BridgeVisibility bridge,
      DetectedClients detected,
      Runnable onEarlyType) {
    this.places = places;
    this.clients = clients;
    this.prepared = prepared;
    this.bridge = bridge;
    this.detected = detected;
    this.onEarlyType = onEarlyType;
    this.switchedOff = new SwitchedOff(bridge.instrumentation(), bridge.threads());
  }

  /**
   * Adds a callback for an early class that is not prepared, so that those which load later will
   * probably have to be woven. To be called before the transformer is used.
   *
   * @param then must return at once
   */
  public ClientTransformer onUnknownEarlyType(Runnable then) {
    onUnknownEarlyType = then;
    return this;
  }

  /**
   * Adds a callback for that client's early classes. To be called before the transformer is used.
   *
   * @param then called before the class is defined; the class loads when it returns
   */
  public ClientTransformer onEarlyTypeOf(String client, Runnable then) {
    onEarlyTypeOf.put(client, then);
    return this;
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    if (className == null) {
      return null;
    }
    for (ClientPlaces.Place place : places.named(className)) {
      if (place.early && place.isAt(className)) {
        early(place.client, className, classFile);
      }
    }
    String joining = places.clientsIn(className);
    String client = joining.substring(joining.lastIndexOf(',') + 1);
    return client.isEmpty() || switchedOff.contains(client, loader)
        ? null
        : instrumented(client, joining, loader, className, domain, classFile);
  }

  private void early(String client, String className, byte[] classFile) {
    Runnable unknown = onUnknownEarlyType;
    if (unknown != null && prepared.find(className, "", classFile) == null) {
      unknown.run();
    }
    onEarlyType.run();
    Runnable ofClient = onEarlyTypeOf.get(client);
    if (ofClient != null) {
      ofClient.run();
    }
  }

  private byte @Nullable [] instrumented(
      String client,
      String joining,
      @Nullable ClassLoader loader,
      String className,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    try {
      bridge.ensure(loader);
      if (!socketsOpen) {
        SocketAccess.open(bridge.instrumentation());
        socketsOpen = true;
      }
      PreparedClasses.Result known = prepared.find(className, joining, classFile);
      byte[] woven = known == null ? weaving().weave(loader, className, classFile) : known.woven;
      if (woven == null || !switchedOff.noteWoven(client, loader, className)) {
        return null;
      }
      detected.active(client, domain);
      LOG.debug("{}: instrumented {}", client, className);
      return woven;
    } catch (UnexpectedShapeException unexpected) {
      detected.leftAlone(client, domain, String.valueOf(unexpected.getMessage()));
      if (switchedOff.add(client, loader)) {
        LOG.warn(
            "{} is not instrumented: {} {}", client, unexpected.getMessage(), Origin.of(domain));
      }
      return null;
    } catch (Throwable failure) {
      detected.leftAlone(
          client, domain, className.replace('/', '.') + " could not be instrumented");
      if (switchedOff.add(client, loader)) {
        LOG.warn(
            "{} is not instrumented: {} could not be changed {}",
            client,
            className.replace('/', '.'),
            Origin.of(domain),
            failure);
      }
      return null;
    }
  }

  /**
   * Two threads may create one each, which does no harm; a lock could deadlock with class loading.
   */
  private LiveWeaving weaving() {
    LiveWeaving known = weaving;
    if (known == null) {
      WeavingWarmUp.await();
      known = new LiveWeaving(clients.get());
      weaving = known;
    }
    return known;
  }
}
