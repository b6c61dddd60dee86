// The calls of today's page: a callback that asks azidentity, then ten turns in one session.
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
	credential, err := azidentity.NewDefaultAzureCredential(
		&azidentity.DefaultAzureCredentialOptions{RequireAzureTokenCredentials: true})
	check(err)
	client := copilot.NewClient(nil)
	check(client.Start(ctx))
	defer client.Stop()
	streaming := os.Getenv("STREAMING") == "true"
	session, err := client.CreateSession(ctx, &copilot.SessionConfig{
		Model:     "gpt-4.1",
		Streaming: &streaming,
		Provider: &copilot.ProviderConfig{
			Type:    "openai",
			WireAPI: os.Getenv("WIRE_API"),
			BaseURL: os.Getenv("FOUNDRY_RESOURCE_URL") + "/openai/v1/",
			BearerTokenProvider: func(copilot.ProviderTokenArgs) (string, error) {
				token, err := credential.GetToken(ctx, policy.TokenRequestOptions{
					Scopes: []string{"https://ai.azure.com/.default"},
				})
				return token.Token, err
			},
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
