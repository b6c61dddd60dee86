"""The calls of today's page: a callback that asks azure-identity, then ten turns in one session."""

import asyncio
import os

from azure.identity.aio import DefaultAzureCredential
from copilot import CopilotClient
from copilot.session import PermissionHandler

SCOPE = "https://ai.azure.com/.default"


async def main():
    async with DefaultAzureCredential(require_envvar=True) as credential:

        async def token(_):
            return (await credential.get_token(SCOPE)).token

        client = CopilotClient()
        await client.start()
        session = await client.create_session(
            model="gpt-4.1",
            streaming=os.environ["STREAMING"] == "true",
            on_permission_request=PermissionHandler.approve_all,
            provider={
                "type": "openai",
                "wire_api": os.environ["WIRE_API"],
                "base_url": os.environ["FOUNDRY_RESOURCE_URL"] + "/openai/v1/",
                "bearer_token_provider": token,
            },
        )
        for _ in range(int(os.environ["TURNS"])):
            answer = await session.send_and_wait("Hello")
            print(answer.data.content, flush=True)
        await client.stop()


asyncio.run(main())
