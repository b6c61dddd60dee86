// The calls of today's page: a callback that asks azure-identity, then ten turns in one session.
import { DefaultAzureCredential } from "@azure/identity";
import { CopilotClient } from "@github/copilot-sdk";

const credential = new DefaultAzureCredential({ requiredEnvVars: ["AZURE_TOKEN_CREDENTIALS"] });
const client = new CopilotClient();
const session = await client.createSession({
  model: "gpt-4.1",
  streaming: process.env.STREAMING === "true",
  provider: {
    type: "openai",
    wireApi: process.env.WIRE_API,
    baseUrl: process.env.FOUNDRY_RESOURCE_URL + "/openai/v1/",
    bearerTokenProvider: async () =>
      (await credential.getToken("https://ai.azure.com/.default")).token,
  },
});
for (let turn = 0; turn < Number(process.env.TURNS); turn++) {
  const answer = await session.sendAndWait({ prompt: "Hello" });
  console.log(answer.data.content);
}
await client.stop();
