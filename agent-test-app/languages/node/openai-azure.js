// AzureOpenAI with a token provider of azure-identity; the endpoint comes from the environment.
import { DefaultAzureCredential, getBearerTokenProvider } from "@azure/identity";
import { AzureOpenAI } from "openai";

const client = new AzureOpenAI({
  apiVersion: "2024-10-21",
  azureADTokenProvider: getBearerTokenProvider(
    new DefaultAzureCredential(),
    "https://cognitiveservices.azure.com/.default",
  ),
});
for (let turn = 0; turn < Number(process.env.TURNS); turn++) {
  const pieces = await client.chat.completions.create({
    model: "gpt-4.1",
    messages: [{ role: "user", content: "Hello" }],
    stream: true,
  });
  let text = "";
  for await (const piece of pieces) {
    text += piece.choices[0]?.delta?.content ?? "";
  }
  console.log(text);
}
