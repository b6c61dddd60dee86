package io.foundryidentity.benchmark.programs;

import java.io.IOException;

/** One HTTP client, shared by all threads: posts the question and reads the whole answer. */
interface Sender {

  /** Returns the status. */
  int send() throws IOException, InterruptedException;
}
