package io.foundryidentity.cases.copilotsdk;

import io.foundryidentity.cases.calls.Calls;

/** Two conversations that go on turn by turn. */
final class Turns {

  private Turns() {}

  /** A turn of each, a pause, and again. */
  static void play(Settings settings, Conversation whole, Conversation streamed)
      throws InterruptedException {
    Calls calls = new Calls(System.out);
    for (int turn = 1; turn <= settings.turns(); turn++) {
      String question = "Say hello, for the " + turn + ". time";
      calls.call("turn " + turn, () -> whole.ask(question));
      calls.call("turn " + turn + " streaming", () -> streamed.ask(question));
      Thread.sleep(settings.pause().toMillis());
    }
  }
}
