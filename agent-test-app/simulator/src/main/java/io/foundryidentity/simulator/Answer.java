package io.foundryidentity.simulator;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** What the model says: its words, and the pieces in which a stream tells them. */
record Answer(String model, String text) {
  static final long CREATED = 1_760_000_000L;
  static final int INPUT_TOKENS = 11;

  static Answer to(JsonObject body, String fallbackModel, String who) {
    String model = body.getString("model", fallbackModel);
    return new Answer(model, "Hello from " + model + ", signed in as " + who + ".");
  }

  /** Word by word, blanks kept, so that the pieces add up to the text. */
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
