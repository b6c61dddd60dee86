package io.foundryidentity.benchmark.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Writes docs/performance.md and its charts from what all parts have left. */
final class Page {

  private static final List<String> AGENTS =
      List.of(Variant.NONE, Variant.EMPTY, Variant.OURS, Variant.OPEN_TELEMETRY);
  private static final List<String> WAYS =
      List.of(
          Throughput.STATIC,
          Variant.OURS,
          Throughput.AZURE_IDENTITY,
          Throughput.NGINX,
          Throughput.HAPROXY);

  private final Checkout checkout;
  private final SeriesList startup;
  private final SeriesList memory;
  private final SeriesList throughput;
  private final List<LookupResult> lookups;
  private final List<RefreshResult> refreshes;
  private final StringBuilder page = new StringBuilder();

  Page(Checkout checkout) throws IOException {
    this.checkout = checkout;
    startup = SeriesList.read(checkout.results("startup"));
    memory = SeriesList.read(checkout.results("memory"));
    throughput = SeriesList.read(checkout.results("throughput"));
    lookups = LookupResult.read(checkout.results("lookup"));
    refreshes = RefreshResult.read(checkout.results("refresh"));
  }

  void write() throws IOException {
    page.append(PageText.HEAD);
    table("", List.of("what", "limit", "measured", ""), budgets());
    page.append(PageText.STARTUP);
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
    memory();
    lookup();
    throughput();
    refresh();
    page.append(PageText.MACHINE);
    List<List<String>> facts = new ArrayList<>();
    Machine.read(checkout).forEach((name, value) -> facts.add(List.of(name, value)));
    table("", List.of("", ""), facts);
    Files.writeString(
        checkout.root().resolve("docs/performance.md"), page.toString().stripTrailing() + "\n");
  }

  private List<List<String>> budgets() throws IOException {
    return new Budgets(checkout)
        .of(Budgets.PARTS).stream()
            .map(
                verdict ->
                    List.of(
                        verdict.what(),
                        verdict.limit(),
                        verdict.measured(),
                        verdict.state().words()))
            .toList();
  }

  private void subject(String title, String subject, String image) throws IOException {
    page.append("\n### ").append(title).append("\n\n");
    chart(
        image,
        title + ": wall time",
        "ms",
        List.of(new Chart.Group("", bars(startup, subject, "wall", AGENTS))));
    List<List<String>> rows = new ArrayList<>();
    for (String agent : AGENTS) {
      rows.add(
          List.of(
              agent,
              Numbers.of(startup.estimate(subject, agent, "wall"), " ms"),
              Numbers.of(startup.estimate(subject, agent, "CPU"), " ms"),
              Numbers.of(startup.estimate(subject, agent, "peak memory"), " MB"),
              String.format(
                  java.util.Locale.ROOT,
                  "%,.0f",
                  startup.estimate(subject, agent, "classes").median())));
    }
    table("", List.of("", "wall", "CPU", "peak resident memory", "loaded classes"), rows);
    Estimate ratio = startup.ratio(subject, "wall", Variant.OURS, Variant.EMPTY);
    Estimate cpu = startup.ratio(subject, "CPU", Variant.OURS, Variant.EMPTY);
    page.append("\nThis agent over an empty one, round by round: ")
        .append(Numbers.of(ratio, " ×"))
        .append(" in wall time, ")
        .append(Numbers.of(cpu, " ×"))
        .append(" in CPU time.\n");
  }

  private void firstRequest() {
    page.append(PageText.FIRST_REQUEST);
    String subject = FirstCall.TOKEN_AT_HAND;
    List<List<String>> rows = new ArrayList<>();
    for (String agent : List.of(Variant.NONE, Variant.OURS)) {
      rows.add(List.of(agent, Numbers.of(startup.estimate(subject, agent, "wall"), " ms")));
    }
    rows.add(
        List.of(
            "added, round by round",
            Numbers.of(startup.difference(subject, "wall", Variant.OURS, Variant.NONE), " ms")));
    table("", List.of("", "the first request"), rows);
  }

  private void memory() {
    page.append(PageText.MEMORY);
    List<List<String>> rows = new ArrayList<>();
    for (String stack : Memory.STACKS) {
      String subject = Memory.subject(stack);
      rows.add(
          List.of(
              stack,
              Numbers.of(memory.estimate(subject, Variant.NONE, Memory.WHAT), " MB"),
              Numbers.of(memory.estimate(subject, Variant.OURS, Memory.WHAT), " MB"),
              Numbers.of(
                  memory.difference(subject, Memory.WHAT, Variant.OURS, Variant.NONE), " MB")));
    }
    table("", List.of("", "no agent", "this agent", "more, round by round"), rows);
  }

  private void lookup() throws IOException {
    page.append(PageText.LOOKUP);
    List<Chart.Bar> alone =
        lookups.stream()
            .filter(result -> result.threads() == 1)
            .map(
                result ->
                    new Chart.Bar(
                        result.benchmark().replaceFirst("Lookup\\.", " "), result.nanos()))
            .toList();
    chart("lookup", "A lookup, one thread", "ns", List.of(new Chart.Group("", alone)));
    table(
        "",
        List.of("", "threads", "ns for each call", "calls in a µs", "B for each call"),
        lookups.stream()
            .map(
                result ->
                    List.of(
                        result.benchmark(),
                        Integer.toString(result.threads()),
                        Numbers.of(result.nanos(), ""),
                        Numbers.of(result.callsPerMicrosecond()),
                        Numbers.of(result.bytes())))
            .toList());
  }

  private void throughput() throws IOException {
    page.append(PageText.THROUGHPUT);
    List<Chart.Group> groups =
        Throughput.STACKS.stream()
            .map(stack -> new Chart.Group(stack, bars(throughput, stack, "throughput", WAYS)))
            .toList();
    chart("throughput", "Throughput", "requests in a second", groups);
    for (String stack : Throughput.STACKS) {
      List<List<String>> rows = new ArrayList<>();
      for (String way : WAYS) {
        Function<String, String> number =
            what -> Numbers.of(throughput.estimate(stack, way, what), "");
        rows.add(
            List.of(
                way,
                number.apply("throughput"),
                way.equals(Throughput.STATIC)
                    ? ""
                    : Numbers.of(
                        throughput.ratio(stack, "throughput", way, Throughput.STATIC), " ×"),
                number.apply("CPU"),
                number.apply("p50"),
                number.apply("p99"),
                number.apply("p99.9")));
      }
      table(
          stack,
          List.of(
              "",
              "requests/s",
              "over a static header",
              "CPU of the client, µs",
              "p50, µs",
              "p99, µs",
              "p99.9, µs"),
          rows);
    }
  }

  private void refresh() {
    page.append(PageText.REFRESH);
    table(
        "",
        List.of(
            "identity endpoint",
            "cache",
            "callers that waited",
            "longest wait, ms",
            "identity requests",
            "most in flight",
            "expired tokens sent"),
        refreshes.stream()
            .map(
                result ->
                    List.of(
                        result.scenario(),
                        result.cache(),
                        Long.toString(result.callersThatWaited()),
                        Numbers.of(result.longestWaitMillis()),
                        Long.toString(result.identityRequests()),
                        Long.toString(result.mostInFlight()),
                        Long.toString(result.sentExpired())))
            .toList());
  }

  private static List<Chart.Bar> bars(
      SeriesList results, String subject, String what, List<String> variants) {
    return variants.stream()
        .map(variant -> new Chart.Bar(variant, results.estimate(subject, variant, what)))
        .toList();
  }

  private void chart(String image, String title, String unit, List<Chart.Group> groups)
      throws IOException {
    Path folder = Files.createDirectories(checkout.root().resolve("docs/images"));
    new Chart(title, unit, groups).write(folder.resolve(image + ".svg"));
    page.append("![").append(title).append("](images/").append(image).append(".svg)\n\n");
  }

  private void table(String title, List<String> heads, List<List<String>> rows) {
    if (!title.isEmpty()) {
      page.append("\n**").append(title).append("**\n\n");
    }
    row(heads);
    row(heads.stream().map(head -> "---").toList());
    rows.forEach(this::row);
  }

  private void row(List<String> cells) {
    page.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
