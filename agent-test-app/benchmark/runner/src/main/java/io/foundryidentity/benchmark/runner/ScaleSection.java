package io.foundryidentity.benchmark.runner;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The page's section about many JVMs behind one identity endpoint, and its charts. */
final class ScaleSection {

  static final String PART = "scale";

  private final Checkout checkout;
  private final Images images;
  private final List<ScaleResult> results;
  private final StringBuilder page = new StringBuilder();

  ScaleSection(Checkout checkout) throws IOException {
    this.checkout = checkout;
    images = new Images(checkout);
    this.results = ScaleResult.read(checkout.results(PART));
  }

  /** Writes the section into the page as it is; it needs no other part's results. */
  void replace() throws IOException {
    new PageSection(checkout, "Scale").replace(text());
  }

  String text() throws IOException {
    page.append(ScaleText.HEAD);
    firstTokens();
    page.append(ScaleText.SAME_SECOND);
    sameSecond();
    page.append(ScaleText.OUTAGE);
    outages();
    page.append(ScaleText.CHOICE);
    return page.toString();
  }

  private List<ScaleResult> of(String scenario) {
    return results.stream().filter(result -> result.scenario().startsWith(scenario)).toList();
  }

  private void firstTokens() throws IOException {
    List<ScaleResult> starts = new ArrayList<>(of("start"));
    starts.addAll(of("rollout"));
    List<Chart.Group> groups =
        starts.stream()
            .map(ScaleResult::scenario)
            .distinct()
            .map(
                scenario ->
                    new Chart.Group(
                        scenario,
                        of(scenario).stream()
                            .map(result -> new Chart.Bar(result.variant(), firstToken(result)))
                            .toList()))
            .toList();
    Chart chart = new Chart("Time to the first token, median and p99", "s", groups);
    page.append(images.write("scale-first-token", "Time to the first token", chart.svg()));
    MarkdownTable table =
        new MarkdownTable(
            "",
            "rules",
            "p50, s",
            "p90, s",
            "p99, s",
            "longest, s",
            "requests for each JVM",
            "429",
            "peak, requests/s",
            "too early");
    for (Chart.Group group : groups) {
      of(group.label()).forEach(result -> firstTokens(table, result));
    }
    page.append(table);
  }

  private static void firstTokens(MarkdownTable table, ScaleResult result) {
    table.row(
        result.scenario(),
        result.variant(),
        seconds(result.median()),
        seconds(result.p90()),
        seconds(result.p99()),
        seconds(result.longest()),
        Numbers.of(result.requestsOfEach()),
        result.refusedShare(),
        Numbers.whole(result.peak()),
        Numbers.whole(result.early()));
  }

  private static Estimate firstToken(ScaleResult result) {
    double median = result.median() / 1000;
    return new Estimate(median, median, result.p99() / 1000);
  }

  private void sameSecond() throws IOException {
    List<LineChart.Line> lines =
        of("same second, 1 h").stream()
            .filter(result -> !result.minutes().isEmpty())
            .map(
                result ->
                    new LineChart.Line(
                        result.isOurs() ? "30 %, this agent" : result.variant(), result.minutes()))
            .toList();
    LineChart chart = new LineChart("Requests in each minute, tokens of one hour", lines);
    page.append(images.write("scale-refreshes", "Requests in each minute", chart.svg()));
    MarkdownTable table =
        new MarkdownTable(
            "", "jitter", "requests for each JVM", "429", "peak, requests/s", "tokens ended");
    List<ScaleResult> all = new ArrayList<>(of("same second"));
    all.addAll(of("shared"));
    for (String scenario : all.stream().map(ScaleResult::scenario).distinct().toList()) {
      List<ScaleResult> parts = of(scenario);
      for (String variant : parts.stream().map(ScaleResult::variant).distinct().toList()) {
        refreshes(table, parts.stream().filter(part -> part.variant().equals(variant)).toList());
      }
    }
    page.append(table);
  }

  /** The first refreshes of one scenario in one row: later ones hardly differ from the third. */
  private static void refreshes(MarkdownTable table, List<ScaleResult> parts) {
    ScaleResult first = parts.get(0);
    table.row(
        first.scenario(),
        first.isOurs() ? "30 %, this agent" : first.variant(),
        each(parts, part -> Numbers.of(part.requestsOfEach())),
        each(parts, ScaleResult::refusedShare),
        each(parts, part -> Numbers.whole(part.peak())),
        Numbers.whole(parts.get(parts.size() - 1).ended()));
  }

  private static String each(List<ScaleResult> parts, Function<ScaleResult, String> text) {
    return parts.stream().limit(3).map(text).collect(Collectors.joining(" · "));
  }

  private void outages() {
    MarkdownTable table =
        new MarkdownTable(
            "",
            "rules",
            "",
            "requests/s",
            "429",
            "peak, requests/s",
            "tokens ended",
            "until all have a token, s");
    for (ScaleResult result : of("outage")) {
      boolean after = result.part().contains("after");
      table.row(
          result.scenario(),
          result.variant(),
          result.part(),
          Numbers.of(result.requests() / (after ? 1200 : 600)),
          result.refusedShare(),
          Numbers.whole(result.peak()),
          Numbers.whole(result.ended()),
          after ? Numbers.whole(result.longest() / 1000) : "");
    }
    page.append(table);
  }

  private static String seconds(double millis) {
    return Numbers.of(millis / 1000);
  }
}
