package io.foundryidentity.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * The results of one benchmark with one number of threads.
 *
 * <p>The measured value is the number of calls of all threads together. JMH's average time would be
 * each thread's own, which includes the wait for a processor if there are more threads than
 * processors. The times here are processor times: how long each processor in use needs for one
 * call. That stays constant as long as threads do not block each other.
 *
 * @param nanos nanoseconds of one call, the median over all iterations of all forks
 * @param p25 the 25th percentile of the same
 * @param p75 the 75th percentile of the same
 * @param callsPerMicro calls of all threads together in a microsecond, at the median
 * @param bytes allocated by each call, the median too
 * @param iterations the number of measured iterations
 */
record LookupFigures(
    String benchmark,
    int threads,
    double nanos,
    double p25,
    double p75,
    double callsPerMicro,
    double bytes,
    int iterations) {

  static LookupFigures of(RunResult run, int threads) {
    int processors = Math.min(threads, Runtime.getRuntime().availableProcessors());
    List<Double> times = new ArrayList<>();
    List<Double> bytes = new ArrayList<>();
    for (BenchmarkResult fork : run.getBenchmarkResults()) {
      for (IterationResult iteration : fork.getIterationResults()) {
        times.add(1000 * processors / iteration.getPrimaryResult().getScore());
        bytes.add(allocated(iteration));
      }
    }
    double median = quantile(times, 0.5);
    return new LookupFigures(
        name(run.getParams()),
        threads,
        median,
        quantile(times, 0.25),
        quantile(times, 0.75),
        1000 * processors / median,
        quantile(bytes, 0.5),
        times.size());
  }

  private static double allocated(IterationResult iteration) {
    Result<?> bytes = iteration.getSecondaryResults().get("gc.alloc.rate.norm");
    if (bytes == null) {
      bytes = iteration.getSecondaryResults().get("·gc.alloc.rate.norm");
    }
    if (bytes == null) {
      throw new IllegalStateException("the profiler tells no B/op");
    }
    return bytes.getScore();
  }

  private static String name(BenchmarkParams params) {
    String name = params.getBenchmark();
    return name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1);
  }

  /** The quantile, by the nearest rank. */
  static double quantile(List<Double> values, double part) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get((int) Math.round(part * (sorted.size() - 1)));
  }

  String line() {
    return String.format(
        Locale.ROOT,
        "%-32s %2d threads %9.1f ns (%.1f to %.1f) %8.1f calls/us %8.2f B",
        benchmark,
        threads,
        nanos,
        p25,
        p75,
        callsPerMicro,
        bytes);
  }

  static String json(List<LookupFigures> all, boolean quick) {
    return String.format(
            Locale.ROOT,
            "{\"quick\": %b, \"processors\": %d, \"java\": \"%s\", \"lookups\": [\n",
            quick,
            Runtime.getRuntime().availableProcessors(),
            Runtime.version())
        + all.stream().map(LookupFigures::json).collect(Collectors.joining(",\n"))
        + "\n]}";
  }

  private String json() {
    return String.format(
        Locale.ROOT,
        "  {\"benchmark\": \"%s\", \"threads\": %d, \"nanosPerCall\": %.2f, \"p25\": %.2f,"
            + " \"p75\": %.2f, \"callsPerMicrosecond\": %.3f, \"bytesPerCall\": %.3f,"
            + " \"iterations\": %d}",
        benchmark,
        threads,
        nanos,
        p25,
        p75,
        callsPerMicro,
        bytes,
        iterations);
  }
}
