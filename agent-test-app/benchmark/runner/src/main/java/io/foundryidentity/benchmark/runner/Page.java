package io.foundryidentity.benchmark.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Writes docs/performance.md and its charts from what all parts have left. */
final class Page {

  private static final List<String> WAYS =
      List.of(
          Throughput.STATIC,
          Variant.OURS,
          Throughput.AZURE_IDENTITY,
          Throughput.NGINX,
          Throughput.HAPROXY);

  private final Checkout checkout;
  private final SeriesList memory;
  private final SeriesList throughput;
  private final SeriesList requests;
  private final List<LookupResult> lookups;
  private final List<RefreshResult> refreshes;
  private final StringBuilder page = new StringBuilder();

  Page(Checkout checkout) throws IOException {
    this.checkout = checkout;
    memory = SeriesList.read(checkout.results("memory"));
    throughput = SeriesList.read(checkout.results("throughput"));
    requests = SeriesList.read(checkout.results("requests"));
    lookups = LookupResult.read(checkout.results("lookup"));
    refreshes = RefreshResult.read(checkout.results("refresh"));
  }

  void write() throws IOException {
    page.append(PageText.HEAD);
    table("", List.of("what", "limit", "measured", ""), budgets());
    page.append(new StartupSection(checkout).text());
    page.append(new ArchivesSection(checkout).text());
    memory();
    lookup();
    throughput();
    requests();
    refresh();
    page.append(new ScaleSection(checkout).text());
    // Another script measures it, and prints its tables
    page.append(new PageSection(checkout, "The gateway").text());
    page.append(PageText.MACHINE);
    List<List<String>> facts = new ArrayList<>();
    Machine.read(checkout).forEach((name, value) -> facts.add(List.of(name, value)));
    table("", List.of("", ""), facts);
    Files.writeString(checkout.page(), page.toString().stripTrailing() + "\n");
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
            .map(stack -> new Chart.Group(stack, Chart.bars(throughput, stack, "throughput", WAYS)))
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

  private void requests() {
    page.append(PageText.REQUESTS);
    List<List<String>> times = new ArrayList<>();
    List<List<String>> objects = new ArrayList<>();
    for (String stack : Requests.STACKS) {
      times.add(
          List.of(
              stack,
              Numbers.of(requests.estimate(stack, Requests.STATIC, Requests.CPU), ""),
              Numbers.of(requests.estimate(stack, Variant.OURS, Requests.CPU), ""),
              Numbers.of(
                  requests.ratioOfForks(stack, Requests.CPU, Variant.OURS, Requests.STATIC), " ×"),
              Numbers.of(
                  requests.ratioOfForks(stack, Requests.CPU_OF_BOTH, Requests.STATIC, Variant.OURS),
                  " ×")));
      List<String> row = new ArrayList<>(List.of(stack));
      for (String what : List.of(Requests.OBJECTS, Requests.BYTES)) {
        for (String way : List.of(Requests.STATIC, Requests.HOOK, Variant.OURS)) {
          row.add(Numbers.of(requests.estimate(Requests.overTls(stack), way, what), ""));
        }
      }
      objects.add(row);
    }
    table(
        "CPU time of a request, in µs",
        List.of(
            "",
            "static header",
            "this agent",
            "the client's, over a static header",
            "client and server, static header over this agent"),
        times);
    table(
        "What the client allocates for a request, over TLS",
        List.of(
            "",
            "objects, static header",
            "objects, the client's own hook",
            "objects, this agent",
            "bytes, static header",
            "bytes, the client's own hook",
            "bytes, this agent"),
        objects);
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

  private void chart(String image, String title, String unit, List<Chart.Group> groups)
      throws IOException {
    page.append(new Images(checkout).write(image, title, new Chart(title, unit, groups).svg()));
  }

  private void table(String title, List<String> heads, List<List<String>> rows) {
    if (!title.isEmpty()) {
      page.append("\n**").append(title).append("**\n\n");
    }
    MarkdownTable table = new MarkdownTable(heads.toArray(String[]::new));
    rows.forEach(table::row);
    page.append(table);
  }
}
