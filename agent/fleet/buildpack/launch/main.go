// Command launch turns a binding of the type foundry-identity into the agent's environment variables: a program for exec.d
// of the Buildpack API. It runs before each process of the image, and writes the variables as TOML to file descriptor 3.
//
// In Go, because one source gives a static program for each platform: Paketo's tiny run images have no shell.
// It never fails. A program of exec.d that does keeps the application from starting; a mistake switches the agent off.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const optOut = "BPL_FOUNDRY_IDENTITY_ENABLED"

func main() {
	variables := map[string]string{}
	if strings.EqualFold(os.Getenv(optOut), "false") {
		variables["JAVA_TOOL_OPTIONS"] = withoutAgent(os.Getenv("JAVA_TOOL_OPTIONS"), os.Args[0])
	} else if read, err := settings(os.Getenv("SERVICE_BINDING_ROOT")); err != nil {
		log("ERROR", "the agent is off, because %v", err)
		variables["FOUNDRY_IDENTITY_ENABLED"] = "false"
	} else {
		variables = read
	}
	if err := write(os.NewFile(3, "fd 3"), variables); err != nil {
		log("ERROR", "the settings of the binding cannot be handed to the launcher: %v", err)
	}
}

// The flag that bin/build appended; the jar is in the layer of this program.
func withoutAgent(options, program string) string {
	flag := "-javaagent:" + filepath.Join(filepath.Dir(filepath.Dir(program)), "foundry-identity-agent.jar")
	words := strings.Split(options, " ")
	return strings.Join(slices.DeleteFunc(words, func(word string) bool { return word == flag }), " ")
}

func log(level, format string, arguments ...any) {
	at := time.Now().UTC().Format("2006-01-02T15:04:05.000Z")
	fmt.Fprintf(os.Stderr, "foundry-identity %s: %s %s\n", level, at, fmt.Sprintf(format, arguments...))
}
