package io.foundryidentity.cases.soak;

import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Threads over three clients, each created once with one key, that ask until the time is over.
 *
 * <p>Arguments: seconds, threads, the rest between a thread's requests in milliseconds, and the URL
 * of a stranger that the service leads to now and then. Prints a call named {@code counts} each
 * second, one named {@code vitals} each five, and one named {@code failure} for the first
 * exceptions.
 */
public final class Main {

  private static final int VITALS_EVERY = 5;

  /** Of two threads' starts, in milliseconds. */
  private static final int APART = 10;

  public static void main(String[] arguments) throws InterruptedException {
    int seconds = Integer.parseInt(arguments[0]);
    int threads = Integer.parseInt(arguments[1]);
    long rest = Long.parseLong(arguments[2]);
    String stranger = arguments[3];
    Foundry foundry = Foundry.from(System.getenv());
    List<Way> ways =
        List.of(
            new JdkWay(foundry.key()),
            new OkHttpWay(foundry.key(), threads),
            new ApacheWay(foundry.key(), threads));
    Calls calls = new Calls(System.out);
    Outcomes outcomes = new Outcomes();
    long begin = System.nanoTime();
    long end = begin + TimeUnit.SECONDS.toNanos(seconds);
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Way way = ways.get(i % ways.size());
      all.add(
          new Thread(
              new Asking(way, foundry.url(), stranger, rest, end, outcomes, calls), "asking-" + i));
    }
    for (Thread thread : all) {
      thread.start();
      TimeUnit.MILLISECONDS.sleep(
          APART); // Else all shake hands at once, and rest at once ever after
    }
    for (int second = 1; second <= seconds; second++) {
      long next = begin + TimeUnit.SECONDS.toNanos(second);
      TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
      calls.call("counts", outcomes::line);
      if (second % VITALS_EVERY == 0) {
        calls.call("vitals", Vitals::line);
      }
    }
    for (Thread thread : all) {
      thread.join();
    }
    calls.call("counts", outcomes::line);
    System.exit(0); // Not all threads of the clients are daemons
  }
}
