// OpenAI's client with a credential of azidentity. It sends no token over plain HTTP unless
// WithUnsafeAllowHTTP is set, and with that to loopback only.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"strconv"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/azure"
)

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func main() {
	credential, err := azidentity.NewDefaultAzureCredential(nil)
	check(err)
	client := openai.NewClient(
		azure.WithEndpoint(os.Getenv("AZURE_OPENAI_ENDPOINT"), "2024-10-21"),
		azure.WithUnsafeAllowHTTP(),
		azure.WithTokenCredential(credential),
	)
	turns, err := strconv.Atoi(os.Getenv("TURNS"))
	check(err)
	for range turns {
		answer, err := client.Chat.Completions.New(context.Background(), openai.ChatCompletionNewParams{
			Model:    "gpt-4.1",
			Messages: []openai.ChatCompletionMessageParamUnion{openai.UserMessage("Hello")},
		})
		check(err)
		fmt.Println(answer.Choices[0].Message.Content)
	}
}
