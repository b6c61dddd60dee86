package io.foundryidentity.benchmark.runner;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

/** A service of Spring Boot with Spring AI, from its start to its first answered request. */
final class SpringService {

  static final String SUBJECT = "Spring Boot service";

  static final String PROGRAM = "io.foundryidentity.benchmark.service.Service";

  private final Checkout checkout;
  private final TestBed testBed;
  private final SeriesList results;
  private final HttpClient client = HttpClient.newHttpClient();

  SpringService(Checkout checkout, TestBed testBed, SeriesList results) {
    this.checkout = checkout;
    this.testBed = testBed;
    this.results = results;
  }

  void run(Variant variant) throws IOException, InterruptedException {
    try (Child child = start(variant)) {
      ask(child);
      add(SUBJECT, variant, child);
    }
  }

  /** What a service used until its first answer. */
  void add(String subject, Variant variant, Child child) throws IOException {
    results.add(subject, variant.name(), "wall", "ms", child.millisSinceStart());
    results.add(subject, variant.name(), "CPU", "ms", child.cpuMillis());
    results.add(subject, variant.name(), "peak memory", "MB", child.peakResidentMegabytes());
  }

  void countClasses(Variant variant) throws IOException, InterruptedException {
    Path log = checkout.scratch().resolve("classes.txt");
    try (Child child = start(variant.with("-Xlog:class+load:file=" + log))) {
      ask(child);
    }
    results.add(SUBJECT, variant.name(), "classes", "", LoadedClasses.count(log));
  }

  private Child start(Variant variant) throws IOException {
    return Child.start(
        testBed.command(variant, checkout.springBootService(), PROGRAM),
        testBed.environment(variant, testBed.foundryUrl()));
  }

  void ask(Child child) throws IOException, InterruptedException {
    String port = child.awaitLine("READY\t").substring("READY\t".length());
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/ask")).build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200 || !answer.body().contains("signed in as")) {
      throw new IOException("The service answered " + answer.statusCode());
    }
  }
}
