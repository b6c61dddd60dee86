// Realtime sessions of OpenAI's client through the gateway.
//
// One session stays open all the time. Beside it, each exchange opens a session of its own, so that
// it has a handshake with the token of its moment. At the end the simulated service closes the long
// session with a code, which must arrive.
//
// FOUNDRY_GATEWAY_BASE_URL, FOUNDRY_GATEWAY_BEARER_TOKEN: as `gateway --export` prints them
// TURNS: how many exchanges (10); PAUSE_SECONDS: the time between two of them (1)

import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import OpenAI from "openai";
import { OpenAIRealtimeWS } from "openai/realtime/ws";

const MODEL = "gpt-realtime";
const CLOSE = { type: "simulator.close", code: 4001, reason: "session expired" };

const client = new OpenAI({
  baseURL: process.env.FOUNDRY_GATEWAY_BASE_URL + "/openai/v1",
  apiKey: process.env.FOUNDRY_GATEWAY_BEARER_TOKEN,
});

async function open() {
  // This client always asks for TLS, and the gateway has none on loopback
  const options = { createConnection: (to) => connect({ host: to.host, port: to.port }) };
  const session = new OpenAIRealtimeWS({ model: MODEL, options }, client);
  session.on("error", (error) => {
    console.error(error.message);
    process.exit(1);
  });
  await once(session.socket, "open");
  return session;
}

async function ask(session, text) {
  let answer = "";
  const add = (event) => (answer += event.delta);
  session.on("response.output_text.delta", add);
  const done = new Promise((resolve) => session.once("response.done", resolve));
  session.send({
    type: "conversation.item.create",
    item: { type: "message", role: "user", content: [{ type: "input_text", text }] },
  });
  session.send({ type: "response.create" });
  await done;
  session.off("response.output_text.delta", add);
  if (!answer.endsWith(text)) {
    throw new Error("not the answer to this question: " + answer);
  }
  return answer;
}

const longOne = await open();
for (let turn = 0; turn < Number(process.env.TURNS ?? 10); turn++) {
  await ask(longOne, `turn ${turn} of the long session`);
  const shortOne = await open();
  console.log(await ask(shortOne, `turn ${turn} of its own session`));
  shortOne.close();
  const [code] = await once(shortOne.socket, "close");
  if (code !== 1000) {
    throw new Error("a session was closed with " + code);
  }
  await pause(1000 * Number(process.env.PAUSE_SECONDS ?? 1));
}
longOne.send(CLOSE);
const [code, reason] = await once(longOne.socket, "close");
if (code !== CLOSE.code || reason.toString() !== CLOSE.reason) {
  throw new Error("the session was closed with " + code);
}
console.log("closed with", code);
