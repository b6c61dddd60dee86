"""OpenAI's client with a token provider of azure-identity in the place of its key."""

import os

from azure.identity import DefaultAzureCredential, get_bearer_token_provider
from openai import OpenAI

client = OpenAI(
    base_url=os.environ["AZURE_OPENAI_ENDPOINT"] + "/openai/v1/",
    api_key=get_bearer_token_provider(
        DefaultAzureCredential(), "https://ai.azure.com/.default"
    ),
)
for _ in range(int(os.environ["TURNS"])):
    if os.environ["WIRE_API"] == "responses":
        print(client.responses.create(model="gpt-4.1", input="Hello").output_text)
    else:
        pieces = client.chat.completions.create(
            model="gpt-4.1",
            messages=[{"role": "user", "content": "Hello"}],
            stream=True,
        )
        print("".join(piece.choices[0].delta.content or "" for piece in pieces))
