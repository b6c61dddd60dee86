// The calls of the older page: a static token at the start, then ten turns in one session.
import { DefaultAzureCredential } from "@azure/identity";
import { CopilotClient } from "@github/copilot-sdk";

const { token } = await new DefaultAzureCredential().getToken(
  "https://cognitiveservices.azure.com/.default",
);
const client = new CopilotClient();
const session = await client.createSession({
  model: "gpt-4.1",
  streaming: process.env.STREAMING === "true",
  provider: {
    type: "openai",
    wireApi: process.env.WIRE_API,
    baseUrl: process.env.AZURE_AI_FOUNDRY_RESOURCE_URL + "/openai/v1/",
    bearerToken: token,
  },
});
for (let turn = 0; turn < Number(process.env.TURNS); turn++) {
  const answer = await session.sendAndWait({ prompt: "Hello" });
  console.log(answer.data.content);
}
await client.stop();
