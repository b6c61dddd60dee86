package io.foundryidentity.agent.core.targets;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class TargetTableAllocationTest {

  private static final int CALLS = 200_000;

  private static final String[] HITS = {
    "RES.openai.azure.com.", "other.services.ai.azure.com", "host.example", "[::1]"
  };
  private static final String[] MISSES = {
    "api.github.com", "res.openai.azure.com.evil.example", "[2001:db8::1]", "b\u00fccher.example"
  };

  private final TargetTable<String> table =
      TargetTableTest.table(
          "res.openai.azure.com",
          "*.services.ai.azure.com",
          "https://host.example/api/projects/a",
          "[::1]");

  @Test
  void a_hit_allocates_nothing() {
    assertThat(allocatedBy(HITS, "/api/projects/a/x?y=z")).isZero();
  }

  @Test
  void a_hit_whose_path_has_escapes_allocates_nothing() {
    assertThat(allocatedBy(HITS, "/api/projects/a/my%20file/caf%C3%A9/%F0%A0%AE%B7?y=z")).isZero();
  }

  @Test
  void a_miss_allocates_nothing() {
    assertThat(allocatedBy(MISSES, "/api/projects/a/x?y=z")).isZero();
  }

  @Test
  void the_scope_of_a_request_allocates_nothing() {
    assertThat(allocated(() -> Scopes.auto("res.openai.azure.us.", "/api/projects/a"))).isZero();
  }

  private long allocatedBy(String[] hosts, String path) {
    for (String host : hosts) {
      assertThat(table.find("https", host, -1, path) != null).isEqualTo(hosts == HITS);
    }
    return allocated(
        () -> {
          for (String host : hosts) {
            table.find("HTTPS", host, -1, path);
          }
        });
  }

  /** Bytes for each call; the measurement itself adds far less than one byte to each. */
  private static long allocated(Runnable work) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    work.run();
    long least = Long.MAX_VALUE;
    // The compiler replaces code while it runs; the round with the least allocation is one in which
    // it did not.
    for (int round = 0; round < 5; round++) {
      long before = threads.getThreadAllocatedBytes(thread);
      for (int i = 0; i < CALLS; i++) {
        work.run();
      }
      least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
    }
    return least / CALLS;
  }
}
