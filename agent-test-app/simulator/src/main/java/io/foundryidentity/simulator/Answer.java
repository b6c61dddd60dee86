package io.foundryidentity.simulator;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** The model's answer: its text, and the parts in which a stream sends it. */
record Answer(String model, String text) {
  static final long CREATED = 1_760_000_000L;
  static final int INPUT_TOKENS = 11;

  static Answer to(JsonObject body, String fallbackModel, String who) {
    String model = body.getString("model", fallbackModel);
    return new Answer(model, "Hello from " + model + ", signed in as " + who + ".");
  }

  /** Word by word with the blanks, so that the parts together are the text. */
  List<String> pieces() {
    List<String> pieces = new ArrayList<>();
    int start = 0;
    for (int blank = text.indexOf(' '); blank >= 0; blank = text.indexOf(' ', blank + 1)) {
      pieces.add(text.substring(start, blank));
      start = blank;
    }
    pieces.add(text.substring(start));
    return pieces;
  }

  int outputTokens() {
    return pieces().size();
  }
}
