package io.foundryidentity.agent.instrumentation.support;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Weaves the advice of all clients' join points with Byte Buddy.
 *
 * <p>Creating one loads the instrumentations, and a part of Byte Buddy with their matchers. Public
 * for the build, which prepares classes with it.
 */
public final class LiveWeaving {

  private final Map<String, List<JoinPoint>> bySimpleName = new HashMap<>();
  private final AdviceWeaver weaver = new AdviceWeaver();

  public LiveWeaving(Collection<? extends ClientInstrumentation> clients) {
    for (ClientInstrumentation client : clients) {
      for (JoinPoint joinPoint : client.joinPoints()) {
        bySimpleName
            .computeIfAbsent(ShadedName.simple(joinPoint.type()), name -> new ArrayList<>())
            .add(joinPoint);
      }
    }
  }

  /**
   * Returns the changed class file; null if no join point is for this generation of the class.
   *
   * @param loader of the client; it finds what the advice refers to
   * @param className with slashes
   * @throws UnexpectedShapeException if a join point's method is missing
   */
  public byte @Nullable [] weave(@Nullable ClassLoader loader, String className, byte[] classFile)
      throws UnexpectedShapeException, IOException {
    List<JoinPoint> joinPoints = new ArrayList<>();
    String prefix = "";
    for (JoinPoint joinPoint :
        bySimpleName.getOrDefault(
            ShadedName.simple(className), Collections.<JoinPoint>emptyList())) {
      String shadedUnder = ShadedName.prefix(className, joinPoint.type());
      if (shadedUnder != null) {
        joinPoints.add(joinPoint);
        prefix = shadedUnder;
      }
    }
    return weaver.weave(joinPoints, prefix, loader, className, classFile);
  }
}
