package io.foundryidentity.agent.instrumentation.support;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts each client's advice into the classes that its join points name, as they load.
 *
 * <p>A client with a class that does not look as expected is {@link SwitchedOff}, with one log line
 * that names it: its requests then go out as without the agent.
 */
public final class ClientTransformer implements ClassFileTransformer {

  private static final Logger LOG = LoggerFactory.getLogger(ClientTransformer.class);

  private final Map<String, List<Place>> places = new HashMap<>();

  /** Created when it is first needed, as much of Byte Buddy loads with it. */
  private volatile @Nullable AdviceWeaver weaver;

  private final BridgeVisibility bridge;
  private final SwitchedOff switchedOff;
  private final Runnable onEarlyType;
  private final Map<String, Runnable> onEarlyTypeOf = new HashMap<>();
  private final DetectedClients detected;

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
    this.detected = detected;
    this.bridge = bridge;
    this.switchedOff = new SwitchedOff(bridge.instrumentation(), bridge.threads());
    this.onEarlyType = onEarlyType;
    for (ClientInstrumentation client : clients) {
      for (JoinPoint joinPoint : client.joinPoints()) {
        add(new Place(client.client(), joinPoint.type(), joinPoint));
      }
      for (String type : client.earlyTypes()) {
        add(new Place(client.client(), type, null));
      }
    }
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

  private void add(Place place) {
    places.computeIfAbsent(ShadedName.simple(place.type), name -> new ArrayList<>()).add(place);
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
    List<JoinPoint> joinPoints = new ArrayList<>();
    String client = null;
    String prefix = "";
    for (Place place : places.getOrDefault(ShadedName.simple(className), Collections.emptyList())) {
      String shadedUnder = ShadedName.prefix(className, place.type);
      if (shadedUnder != null && place.joinPoint == null) {
        onEarlyType.run();
        onEarlyTypeOf.getOrDefault(place.client, () -> {}).run();
      } else if (shadedUnder != null) {
        joinPoints.add(place.joinPoint);
        client = place.client;
        prefix = shadedUnder;
      }
    }
    return client == null || switchedOff.contains(client, loader)
        ? null
        : instrumented(client, joinPoints, prefix, loader, className, domain, classFile);
  }

  private byte @Nullable [] instrumented(
      String client,
      List<JoinPoint> joinPoints,
      String prefix,
      @Nullable ClassLoader loader,
      String className,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    try {
      bridge.ensure(loader);
      byte[] woven = weaver().weave(joinPoints, prefix, loader, className, classFile);
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
  private AdviceWeaver weaver() {
    AdviceWeaver known = weaver;
    if (known == null) {
      WeavingWarmUp.await();
      SocketAccess.open(bridge.instrumentation());
      known = new AdviceWeaver();
      weaver = known;
    }
    return known;
  }

  /** Where a client is recognised: at a join point, or at an early class. */
  private static final class Place {
    final String client;
    final String type;
    final @Nullable JoinPoint joinPoint;

    Place(String client, String type, @Nullable JoinPoint joinPoint) {
      this.client = client;
      this.type = type;
      this.joinPoint = joinPoint;
    }
  }
}
