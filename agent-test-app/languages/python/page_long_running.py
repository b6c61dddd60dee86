"""Starts the class of the page's long-running form, which is in a file of its own and unchanged."""

import asyncio
import os

from page_older_long import ManagedIdentityCopilotAgent


async def main():
    agent = ManagedIdentityCopilotAgent(os.environ["AZURE_AI_FOUNDRY_RESOURCE_URL"])
    await agent.client.start()
    print(await agent.chat("Hello"))
    await agent.client.stop()


asyncio.run(main())
