"""The calls of the older page: a static token at the start, then ten turns in one session."""

import asyncio
import os

from azure.identity import DefaultAzureCredential
from copilot import CopilotClient
from copilot.session import PermissionHandler

SCOPE = "https://cognitiveservices.azure.com/.default"


async def main():
    token = DefaultAzureCredential().get_token(SCOPE).token
    client = CopilotClient()
    await client.start()
    session = await client.create_session(
        model="gpt-4.1",
        streaming=os.environ["STREAMING"] == "true",
        on_permission_request=PermissionHandler.approve_all,
        provider={
            "type": "openai",
            "wire_api": os.environ["WIRE_API"],
            "base_url": os.environ["AZURE_AI_FOUNDRY_RESOURCE_URL"] + "/openai/v1/",
            "bearer_token": token,
        },
    )
    for _ in range(int(os.environ["TURNS"])):
        answer = await session.send_and_wait("Hello")
        print(answer.data.content, flush=True)
    await client.stop()


asyncio.run(main())
