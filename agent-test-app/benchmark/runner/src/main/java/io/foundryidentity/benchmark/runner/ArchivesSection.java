package io.foundryidentity.benchmark.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** The page's section on archives, which has results of its own and can be written alone. */
final class ArchivesSection {

  private static final String NAME = "Start-up from an archive";

  private static final List<String> VARIANTS =
      List.of(
          ArchivedService.NO_ARCHIVE,
          Variant.NONE,
          Variant.EMPTY,
          Variant.OURS,
          Variant.OPEN_TELEMETRY);

  private static final String TEXT =
      """

      ## %s

      `scripts/benchmark archives`: the Spring Boot service, to its first answered request, from an archive of its classes
      that was made as [deployment](deployment.md#class-archives) says. On Java 25 each variant has a cache that was made
      with its own agent. For OpenTelemetry's agent, the archive is that of the empty agent.
      """
          .formatted(NAME);

  private final Checkout checkout;
  private final PageSection inPage;

  ArchivesSection(Checkout checkout) {
    this.checkout = checkout;
    inPage = new PageSection(checkout, NAME);
  }

  /** From the part's results; where it has not been run, as it is in the page. */
  String text() throws IOException {
    if (Files.isRegularFile(checkout.results("archives"))) {
      return written(SeriesList.read(checkout.results("archives")));
    }
    return inPage.text();
  }

  void write() throws IOException {
    inPage.replaceOrInsertBefore("Memory", text());
  }

  private static String written(SeriesList results) {
    StringBuilder text = new StringBuilder(TEXT);
    for (String subject : ArchivedService.subjects(results)) {
      text.append("\n### ").append(subject).append("\n\n");
      text.append(values(results, subject));
      text.append("\nThis agent, round by round:\n\n").append(ratios(results, subject));
    }
    return text.toString();
  }

  private static MarkdownTable values(SeriesList results, String subject) {
    MarkdownTable table =
        new MarkdownTable(
            "",
            "wall",
            "CPU",
            "peak resident memory",
            "loaded classes",
            "of these from an archive");
    for (String variant : VARIANTS) {
      table.row(
          variant,
          Numbers.of(results.estimate(subject, variant, "wall"), " ms"),
          Numbers.of(results.estimate(subject, variant, "CPU"), " ms"),
          Numbers.of(results.estimate(subject, variant, "peak memory"), " MB"),
          count(results, subject, variant, "classes"),
          count(results, subject, variant, "archived classes"));
    }
    return table;
  }

  private static MarkdownTable ratios(SeriesList results, String subject) {
    MarkdownTable table = new MarkdownTable("over", "wall", "CPU");
    for (String other : VARIANTS) {
      if (!other.equals(Variant.OURS)) {
        table.row(
            other,
            Numbers.of(results.ratio(subject, "wall", Variant.OURS, other), " ×"),
            Numbers.of(results.ratio(subject, "CPU", Variant.OURS, other), " ×"));
      }
    }
    return table;
  }

  private static String count(SeriesList results, String subject, String variant, String what) {
    return Numbers.whole(results.estimate(subject, variant, what).median());
  }
}
