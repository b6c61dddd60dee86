package io.foundryidentity.agent.core.token;

import static io.foundryidentity.agent.core.token.SimulatedTime.HOUR;
import static io.foundryidentity.agent.core.token.SimulatedTime.MINUTE;
import static io.foundryidentity.agent.core.token.SimulatedTime.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Random weeks of an identity endpoint; the rules of the cache must be true in each of them. */
class TokenCacheSimulationTest {

  private static final long WEEK = 7 * 24 * HOUR;
  private static final long[] LIVES = {5 * SECOND, MINUTE, 10 * MINUTE, HOUR, 5 * HOUR, 24 * HOUR};

  /** One identity, its endpoint and its callers, all random from one seed. */
  private static final class World {
    final Random random;
    final SimulatedTime time = new SimulatedTime();
    final SimulatedIssuer issuer = new SimulatedIssuer(time);
    final RecordedEvents events = new RecordedEvents();
    final TokenCache cache;
    final Map<String, Long> trueEnds = new HashMap<>();
    final RefusalBudget target = new RefusalBudget();
    BearerToken last;
    int jumps;

    World(long seed) {
      random = new Random(seed);
      cache = new TokenCache("random", issuer, time, time, random::nextDouble, events);
      issuer.works();
    }

    BearerToken issue(long refreshAt) {
      BearerToken token = issuer.issue(time.epochMillis() + issuer.life, refreshAt);
      trueEnds.put(token.authorization(), time.monotonicMillis() + issuer.life);
      last = token;
      return token;
    }

    /** Chooses how the endpoint behaves next. */
    void mood() {
      issuer.latency = random.nextInt(4) == 0 ? random.nextInt(90_000) : random.nextInt(300);
      switch (random.nextInt(8)) {
        case 0, 1 -> issuer.fails();
        case 2 -> issuer.answers(() -> issuer.issue(random.nextInt(), 0));
        case 3 -> issuer.answers(() -> issue(random.nextLong()));
        case 4 -> issuer.answers(() -> last == null ? issue(0) : last);
        case 5 ->
            issuer.answers(
                () -> {
                  throw new NoClassDefFoundError("com/sun/jna/Platform");
                });
        default -> issuer.answers(() -> issue(0));
      }
    }

    BearerToken call() {
      BearerToken token = cache.current();
      if (token != null) {
        assertThat(trueEnds.get(token.authorization()))
            .as("the end of %s", token)
            .isGreaterThan(time.monotonicMillis());
        assertThat(token.expiresAtMillis()).isGreaterThan(time.epochMillis());
      }
      return token;
    }

    void refuse() {
      BearerToken token = call();
      if (token != null) {
        try {
          BearerToken other = cache.refused(token.authorization(), target, 0);
          assertThat(other == null || !other.sameToken(token)).isTrue();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    }

    int mostRequestsInAnHour() {
      List<Long> at = issuer.requests;
      int most = 0;
      int from = 0;
      for (int to = 0; to < at.size(); to++) {
        while (at.get(to) - at.get(from) > HOUR) {
          from++;
        }
        most = Math.max(most, to - from + 1);
      }
      return most;
    }
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void in_any_week_no_expired_token_is_served_and_one_request_is_in_flight(@ForAll long seed) {
    World world = new World(seed);
    world.issuer.life = LIVES[world.random.nextInt(LIVES.length)];
    boolean clockJumps = world.random.nextBoolean();
    long end = world.time.monotonicMillis() + WEEK;
    while (world.time.monotonicMillis() < end) {
      world.mood();
      if (clockJumps && world.random.nextInt(10) == 0) {
        world.time.jump((long) (world.random.nextGaussian() * 2 * HOUR));
        world.jumps++;
      }
      long moodEnds = world.time.monotonicMillis() + 10 * MINUTE + world.random.nextInt(7_200_000);
      while (world.time.monotonicMillis() < moodEnds) {
        for (int callers = world.random.nextInt(5); callers > 0; callers--) {
          world.call();
          world.time.schedule(world::call, world.random.nextInt(60_000));
        }
        if (world.random.nextInt(20) == 0) {
          world.refuse();
        }
        world.time.pass(1 + world.random.nextInt(120_000));
      }
    }
    assertThat(world.issuer.mostInFlight).isEqualTo(1);
    if (world.issuer.life >= HOUR) {
      // Pauses of at least half a minute, the first seven of each outage, twelve refusals.
      assertThat(world.mostRequestsInAnHour()).isLessThan(120 + 50 + 12 + world.jumps);
    }
    assertThat(world.issuer.asked()).isGreaterThan(7);
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void outages_of_less_than_half_a_life_are_never_noticed(@ForAll long seed) {
    World world = new World(seed);
    world.issuer.life = LIVES[3 + world.random.nextInt(3)];
    world.issuer.latency = world.random.nextInt(3_000);
    world.issuer.answers(() -> world.issue(0));
    world.cache.prefetch();
    world.time.pass(5 * SECOND);
    long longest = world.issuer.life / 2 - MINUTE;
    long end = world.time.monotonicMillis() + 2 * WEEK;
    while (world.time.monotonicMillis() < end) {
      long[] phases = {
        (long) (longest * world.random.nextDouble()),
        2 * MINUTE + (long) (world.issuer.life * world.random.nextDouble())
      };
      world.issuer.fails();
      for (long phase : phases) {
        long phaseEnds = world.time.monotonicMillis() + phase;
        while (world.time.monotonicMillis() < phaseEnds) {
          assertThat(world.call()).as("at %d of seed %d", phaseEnds, seed).isNotNull();
          long left = phaseEnds - world.time.monotonicMillis();
          world.time.pass(Math.min(left, 1 + world.random.nextInt(60_000)));
        }
        world.issuer.answers(() -> world.issue(0));
      }
    }
    assertThat(world.events.told).noneMatch(e -> e.startsWith("ran out"));
  }
}
