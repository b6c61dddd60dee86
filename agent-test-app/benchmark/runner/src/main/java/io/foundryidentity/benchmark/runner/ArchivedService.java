package io.foundryidentity.benchmark.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The part {@code archives}: the Spring Boot service from an archive of its classes, to its first
 * answered request.
 */
final class ArchivedService {

  static final String NO_ARCHIVE = "no agent, no archive";

  private static final String SUBJECT = "Spring Boot service, ";

  private final Checkout checkout;
  private final int rounds;
  private final SeriesList results = new SeriesList();

  ArchivedService(Checkout checkout, int rounds) {
    this.checkout = checkout;
    this.rounds = rounds;
  }

  SeriesList run() throws IOException, InterruptedException {
    String later = System.getenv("JAVA_25_HOME");
    if (later == null) {
      throw new IllegalStateException("JAVA_25_HOME must name a Java 25 or later");
    }
    try (TestBed testBed = new TestBed()) {
      for (ServiceArchive archive :
          List.of(ServiceArchive.appCds(), ServiceArchive.aotCache(Path.of(later)))) {
        run(testBed, archive);
      }
    }
    return results;
  }

  private void run(TestBed testBed, ServiceArchive archive)
      throws IOException, InterruptedException {
    Agents agents = new Agents(checkout);
    Map<String, Path> files = new HashMap<>();
    for (Variant variant : agents.variants(false)) {
      files.put(variant.name(), archive.make(checkout, testBed, variant));
    }
    List<Variant> variants = new ArrayList<>();
    variants.add(new Variant(NO_ARCHIVE, List.of(), false));
    for (Variant variant : agents.variants(true)) {
      // OpenTelemetry's agent takes the one of the empty agent: a run with it would change classes
      Path file = files.getOrDefault(variant.name(), files.get(Variant.EMPTY));
      variants.add(archive.using(variant, Objects.requireNonNull(file)));
    }
    SpringService service = new SpringService(checkout, testBed, results);
    String subject = SUBJECT + archive.kind();
    new Rounds(rounds, 1)
        .each(
            subject,
            variants,
            variant -> {
              try (Child child = start(testBed, archive, variant)) {
                service.ask(child);
                service.add(subject, variant, child);
              }
            });
    for (Variant variant : variants) {
      Path log = checkout.scratch().resolve("classes.txt");
      try (Child child =
          start(testBed, archive, variant.with("-Xlog:class+load:file=" + log.toAbsolutePath()))) {
        service.ask(child);
      }
      results.add(subject, variant.name(), "classes", "", LoadedClasses.count(log));
      results.add(
          subject, variant.name(), "archived classes", "", LoadedClasses.countArchived(log));
    }
  }

  private Child start(TestBed testBed, ServiceArchive archive, Variant variant) throws IOException {
    return Child.start(
        archive.command(checkout, testBed, variant),
        testBed.environment(variant, testBed.foundryUrl()));
  }

  /** What was measured, in the order of the page. */
  static List<String> subjects(SeriesList results) {
    return results.all().stream()
        .map(Series::subject)
        .filter(subject -> subject.startsWith(SUBJECT))
        .distinct()
        .toList();
  }
}
