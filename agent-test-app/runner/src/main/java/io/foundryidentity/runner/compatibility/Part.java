package io.foundryidentity.runner.compatibility;

import java.util.List;

/** A part of the page: a script, the file that it writes, and the table that is made of it. */
enum Part {
  MATRIX("scripts/matrix", "what", ""),
  SERVERS("scripts/application-servers", "where", ""),
  AGENTS("scripts/beside-agents", "agent", "how it was seen"),
  SOAK("scripts/soak", "day", "what was seen");

  private final String script;
  private final String what;
  private final String note;

  Part(String script, String what, String note) {
    this.script = script;
    this.what = what;
    this.note = note;
  }

  String script() {
    return script;
  }

  /** The columns except the result: name, version, Java, note. */
  List<String> heads() {
    return List.of(what, "version", "Java", note);
  }

  /** Its name in the page and in the file's name. */
  String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  String fileName() {
    return label() + ".jsonl";
  }
}
