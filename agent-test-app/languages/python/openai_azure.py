"""AzureOpenAI with a token provider of azure-identity; the endpoint comes from the environment."""

import os

from azure.identity import DefaultAzureCredential, get_bearer_token_provider
from openai import AzureOpenAI

client = AzureOpenAI(
    api_version="2024-10-21",
    azure_ad_token_provider=get_bearer_token_provider(
        DefaultAzureCredential(), "https://cognitiveservices.azure.com/.default"
    ),
)
for _ in range(int(os.environ["TURNS"])):
    answer = client.chat.completions.create(
        model="gpt-4.1", messages=[{"role": "user", "content": "Hello"}]
    )
    print(answer.choices[0].message.content)
