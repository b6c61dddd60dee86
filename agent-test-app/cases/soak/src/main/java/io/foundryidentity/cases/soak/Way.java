package io.foundryidentity.cases.soak;

/** One HTTP client, shared by many threads; each call reads the whole answer. */
interface Way {

  /** Posts JSON with the program's key, and returns the status. */
  int post(String url, String json) throws Exception;

  /** Gets with the program's key, wherever redirects lead, and returns the last status. */
  int get(String url) throws Exception;
}
