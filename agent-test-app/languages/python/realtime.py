"""Realtime sessions of OpenAI's client through the gateway.

One session stays open all the time. Beside it, each exchange opens a session of its own, so that it
has a handshake with the token of its moment. At the end the simulated service closes the long
session with a code, which must arrive.

FOUNDRY_GATEWAY_BASE_URL, FOUNDRY_GATEWAY_BEARER_TOKEN: as `gateway --export` prints them
TURNS: how many exchanges (10); PAUSE_SECONDS: the time between two of them (1)
"""

import os
import time

from openai import OpenAI
from websockets.exceptions import ConnectionClosed

MODEL = "gpt-realtime"
CLOSE = {"type": "simulator.close", "code": 4001, "reason": "session expired"}

client = OpenAI(
    base_url=os.environ["FOUNDRY_GATEWAY_BASE_URL"] + "/openai/v1",
    api_key=os.environ["FOUNDRY_GATEWAY_BEARER_TOKEN"],
)


def ask(connection, text):
    connection.conversation.item.create(
        item={
            "type": "message",
            "role": "user",
            "content": [{"type": "input_text", "text": text}],
        }
    )
    connection.response.create()
    answer = ""
    for event in connection:
        if event.type == "response.output_text.delta":
            answer += event.delta
        elif event.type == "response.done":
            break
        elif event.type == "error":
            raise SystemExit("the service reports an error: " + event.error.message)
    if not answer.endswith(text):
        raise SystemExit("not the answer to this question: " + answer)
    return answer


def close_code(connection):
    connection.send(CLOSE)
    try:
        while True:
            connection.recv()
    except ConnectionClosed as closed:
        return closed.rcvd.code


with client.realtime.connect(model=MODEL) as long_one:
    long_one.session.update(session={"type": "realtime", "output_modalities": ["text"]})
    for turn in range(int(os.environ.get("TURNS", "10"))):
        ask(long_one, f"turn {turn} of the long session")
        with client.realtime.connect(model=MODEL) as short_one:
            print(ask(short_one, f"turn {turn} of its own session"), flush=True)
        time.sleep(float(os.environ.get("PAUSE_SECONDS", "1")))
    code = close_code(long_one)
    if code != CLOSE["code"]:
        raise SystemExit(f"the session was closed with {code}")
print("closed with", code)
