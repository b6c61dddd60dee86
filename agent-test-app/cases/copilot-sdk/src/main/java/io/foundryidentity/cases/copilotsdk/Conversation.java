package io.foundryidentity.cases.copilotsdk;

/** Asks the assistant, one question after the other, in one session. */
interface Conversation {

  /** Its answer. */
  String ask(String question) throws Exception;
}
