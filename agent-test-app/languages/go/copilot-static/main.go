// The calls of the older page: a static token at the start, then ten turns in one session.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"strconv"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	copilot "github.com/github/copilot-sdk/go"
)

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func main() {
	ctx := context.Background()
	credential, err := azidentity.NewDefaultAzureCredential(nil)
	check(err)
	token, err := credential.GetToken(ctx, policy.TokenRequestOptions{
		Scopes: []string{"https://cognitiveservices.azure.com/.default"},
	})
	check(err)
	client := copilot.NewClient(nil)
	check(client.Start(ctx))
	defer client.Stop()
	streaming := os.Getenv("STREAMING") == "true"
	session, err := client.CreateSession(ctx, &copilot.SessionConfig{
		Model:     "gpt-4.1",
		Streaming: &streaming,
		Provider: &copilot.ProviderConfig{
			Type:        "openai",
			WireAPI:     os.Getenv("WIRE_API"),
			BaseURL:     os.Getenv("AZURE_AI_FOUNDRY_RESOURCE_URL") + "/openai/v1/",
			BearerToken: token.Token,
		},
	})
	check(err)
	turns, err := strconv.Atoi(os.Getenv("TURNS"))
	check(err)
	for range turns {
		answer, err := session.SendAndWait(ctx, copilot.MessageOptions{Prompt: "Hello"})
		check(err)
		fmt.Println(answer.Data.(*copilot.AssistantMessageData).Content)
	}
}
