package io.foundryidentity.benchmark.scale;

import java.util.Locale;

/**
 * What one part of a scenario showed; times are milliseconds.
 *
 * @param scenario the same for all that is to be compared
 * @param variant the rules: the agent's, or others for comparison
 * @param part of the scenario's time
 * @param median of the time to the first token; 0 if nobody started in this part
 * @param requests to the identity endpoints
 * @param refused how many of them were answered with 429
 * @param peak the most in one second at all endpoints together, after the first second
 * @param early requests before the endpoint's {@code Retry-After} was over
 * @param ended JVMs whose token ended before there was another one
 * @param minutes the requests of each minute, for a chart; empty for none
 */
record ScaleResult(
    String scenario,
    String variant,
    String part,
    int jvms,
    long median,
    long p90,
    long p99,
    long longest,
    long requests,
    long refused,
    long peak,
    long early,
    long ended,
    String minutes) {

  ScaleResult withMinutes(String value) {
    return new ScaleResult(
        scenario, variant, part, jvms, median, p90, p99, longest, requests, refused, peak, early,
        ended, value);
  }

  ScaleResult withLongest(long value) {
    return new ScaleResult(
        scenario, variant, part, jvms, median, p90, p99, value, requests, refused, peak, early,
        ended, minutes);
  }

  String json() {
    return String.format(
        Locale.ROOT,
        "  {\"scenario\": \"%s\", \"variant\": \"%s\", \"part\": \"%s\", \"jvms\": %d, \"median\":"
            + " %d, \"p90\": %d, \"p99\": %d, \"longest\": %d, \"requests\": %d, \"refused\": %d,"
            + " \"peak\": %d, \"early\": %d, \"ended\": %d, \"minutes\": \"%s\"}",
        scenario,
        variant,
        part,
        jvms,
        median,
        p90,
        p99,
        longest,
        requests,
        refused,
        peak,
        early,
        ended,
        minutes);
  }
}
