package io.foundryidentity.benchmark.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Objects and bytes of each class in a process's heap, dead ones included; by {@code jcmd}.
 *
 * <p>Two of them without a collection in between tell exactly what was allocated. Nothing is
 * sampled, and the program's code is the same as without it. Arrays of int are left out: with them
 * the JVM fills the unused ends of its allocation buffers.
 */
record HeapHistogram(Map<String, Count> counts) {

  /** Of one class. */
  record Count(long objects, long bytes) {}

  static HeapHistogram of(long pid) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                "GC.class_histogram",
                "-all")
            .redirectErrorStream(true)
            .start();
    String text = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, Count> counts = new HashMap<>();
    for (String line : text.split("\n", -1)) {
      String[] parts = line.trim().split("\\s+", -1);
      if (parts.length >= 4 && parts[0].endsWith(":") && Character.isDigit(parts[0].charAt(0))) {
        counts.merge(
            parts[3],
            new Count(Long.parseLong(parts[1]), Long.parseLong(parts[2])),
            (a, b) -> new Count(a.objects + b.objects, a.bytes + b.bytes)); // Of several loaders
      }
    }
    if (jcmd.waitFor() != 0 || counts.isEmpty()) {
      throw new IOException("no histogram: " + text);
    }
    counts.remove("[I");
    counts.remove("jdk.internal.vm.FillerArray");
    return new HeapHistogram(counts);
  }

  /** What is here and was not there. */
  HeapHistogram since(HeapHistogram before) {
    Map<String, Count> more = new HashMap<>();
    counts.forEach(
        (name, count) -> {
          Count then = before.counts.getOrDefault(name, new Count(0, 0));
          more.put(name, new Count(count.objects - then.objects, count.bytes - then.bytes));
        });
    return new HeapHistogram(more);
  }

  long objects() {
    return counts.values().stream().mapToLong(Count::objects).sum();
  }

  long bytes() {
    return counts.values().stream().mapToLong(Count::bytes).sum();
  }
}
