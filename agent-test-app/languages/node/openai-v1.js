// OpenAI's client with a token provider of azure-identity in the place of its key.
import { DefaultAzureCredential, getBearerTokenProvider } from "@azure/identity";
import OpenAI from "openai";

const client = new OpenAI({
  baseURL: process.env.AZURE_OPENAI_ENDPOINT + "/openai/v1/",
  apiKey: getBearerTokenProvider(new DefaultAzureCredential(), "https://ai.azure.com/.default"),
});
for (let turn = 0; turn < Number(process.env.TURNS); turn++) {
  const answer = await client.responses.create({ model: "gpt-4.1", input: "Hello" });
  console.log(answer.output_text);
}
