package io.foundryidentity.benchmark.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What one part of a simulation of many JVMs showed; times are milliseconds.
 *
 * @param median of the time to the first token
 * @param refused requests that were answered with 429
 * @param peak the most requests in one second, after the first second
 * @param early requests before the endpoint's {@code Retry-After} was over
 * @param ended JVMs whose token ended before there was another one
 * @param minutes the requests of each minute; empty where they are not drawn
 */
record ScaleResult(
    String scenario,
    String variant,
    String part,
    double jvms,
    double median,
    double p90,
    double p99,
    double longest,
    double requests,
    double refused,
    double peak,
    double early,
    double ended,
    List<Double> minutes) {

  static List<ScaleResult> read(Path file) throws IOException {
    return Row.read(file).stream().map(ScaleResult::of).toList();
  }

  private static ScaleResult of(Row row) {
    String minutes = row.text("minutes");
    return new ScaleResult(
        row.text("scenario"),
        row.text("variant"),
        row.text("part"),
        row.number("jvms"),
        row.number("median"),
        row.number("p90"),
        row.number("p99"),
        row.number("longest"),
        row.number("requests"),
        row.number("refused"),
        row.number("peak"),
        row.number("early"),
        row.number("ended"),
        minutes.isEmpty()
            ? List.of()
            : Arrays.stream(minutes.split(" ", -1)).map(Double::valueOf).toList());
  }

  /** The others are there to be compared with. */
  boolean isOurs() {
    return variant.equals(Variant.OURS);
  }

  double requestsOfEach() {
    return requests / jvms;
  }

  String refusedShare() {
    return Math.round(requests == 0 ? 0 : 100 * refused / requests) + " %";
  }
}
