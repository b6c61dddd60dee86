package io.foundryidentity.benchmark.runner;

import java.io.IOException;
import java.util.List;

/** The page's section on starts and on the first request, and its charts. */
final class StartupSection {

  private static final List<String> AGENTS =
      List.of(Variant.NONE, Variant.EMPTY, Variant.OURS, Variant.OPEN_TELEMETRY);

  private final Images images;
  private final SeriesList results;
  private final StringBuilder page = new StringBuilder(PageText.STARTUP);

  StartupSection(Checkout checkout) throws IOException {
    images = new Images(checkout);
    results = SeriesList.read(checkout.results("startup"));
  }

  String text() throws IOException {
    subject("Hello world, to its end", HelloWorld.SUBJECT, "startup-hello-world");
    subject(
        "A call of openai-java as the first act, to its answer",
        FirstCall.FROM_START,
        "startup-first-call");
    subject(
        "A Spring Boot service with Spring AI, to its first answered request",
        SpringService.SUBJECT,
        "startup-spring-boot");
    firstRequest();
    return page.toString();
  }

  private void subject(String title, String subject, String image) throws IOException {
    page.append("\n### ").append(title).append("\n\n");
    List<Chart.Bar> bars = Chart.bars(results, subject, "wall", AGENTS);
    String wall = title + ": wall time";
    Chart chart = new Chart(wall, "ms", List.of(new Chart.Group("", bars)));
    page.append(images.write(image, wall, chart.svg()));
    MarkdownTable table =
        new MarkdownTable("", "wall", "CPU", "peak resident memory", "loaded classes");
    for (String agent : AGENTS) {
      table.row(
          agent,
          Numbers.of(results.estimate(subject, agent, "wall"), " ms"),
          Numbers.of(results.estimate(subject, agent, "CPU"), " ms"),
          Numbers.of(results.estimate(subject, agent, "peak memory"), " MB"),
          Numbers.whole(results.estimate(subject, agent, "classes").median()));
    }
    page.append(table);
    Estimate ratio = results.ratio(subject, "wall", Variant.OURS, Variant.EMPTY);
    Estimate cpu = results.ratio(subject, "CPU", Variant.OURS, Variant.EMPTY);
    page.append("\nThis agent over an empty one, round by round: ")
        .append(Numbers.of(ratio, " ×"))
        .append(" in wall time, ")
        .append(Numbers.of(cpu, " ×"))
        .append(" in CPU time.\n");
  }

  private void firstRequest() {
    page.append(PageText.FIRST_REQUEST);
    String subject = FirstCall.TOKEN_AT_HAND;
    MarkdownTable table = new MarkdownTable("", "the first request");
    for (String agent : List.of(Variant.NONE, Variant.OURS)) {
      table.row(agent, Numbers.of(results.estimate(subject, agent, "wall"), " ms"));
    }
    table.row(
        "added, round by round",
        Numbers.of(results.difference(subject, "wall", Variant.OURS, Variant.NONE), " ms"));
    page.append(table);
  }
}
