package io.foundryidentity.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Measures the lookup with 1, 8 and 64 threads, and for comparison what users have without the
 * agent.
 *
 * <p>Arguments: {@code --quick} for fewer, shorter iterations; {@code --only=PATTERN} for some
 * benchmarks; {@code --out=FILE}, by default {@code target/benchmark/lookup.json}.
 */
public final class Lookup {

  private static final int[] THREADS = {1, 8, 64};

  private Lookup() {}

  public static void main(String[] arguments) throws RunnerException, IOException {
    Arguments given = new Arguments(arguments, "lookup");
    List<LookupFigures> all = new ArrayList<>();
    for (int threads : THREADS) {
      for (RunResult result : run(given, threads)) {
        all.add(LookupFigures.of(result, threads));
      }
    }
    all.forEach(figures -> System.out.println(figures.line()));
    JsonFile.write(Path.of(given.out()), LookupFigures.json(all, given.quick()));
  }

  private static Iterable<RunResult> run(Arguments given, int threads) throws RunnerException {
    boolean quick = given.quick();
    return new Runner(
            new OptionsBuilder()
                .include(Lookup.class.getPackageName() + "\\..*" + given.only())
                .mode(Mode.Throughput)
                .timeUnit(TimeUnit.MICROSECONDS)
                .threads(threads)
                .forks(quick || threads > 8 ? 1 : 2)
                .warmupIterations(2)
                .warmupTime(warmUp(threads))
                .measurementIterations(quick ? 3 : 5)
                .measurementTime(time(threads, quick))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .jvmArgsAppend(
                    "-Xms512m",
                    "-Xmx512m",
                    "-DAZURE_HTTP_CLIENT_IMPLEMENTATION="
                        + AnsweringHttpClientProvider.class.getName())
                .build())
        .run();
  }

  /** Long enough, also in a quick run, to compile the lookup beside threads that never pause. */
  private static TimeValue warmUp(int threads) {
    return TimeValue.milliseconds(threads > 8 ? 2000 : 1000);
  }

  /**
   * Longer for many threads: a thread's time starts with its first turn, which may be late on two
   * processors.
   */
  private static TimeValue time(int threads, boolean quick) {
    if (threads > 8) {
      return TimeValue.milliseconds(quick ? 500 : 1000);
    }
    return TimeValue.milliseconds(quick ? 200 : 500);
  }
}
