package apiserver

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var tools = flag.String("tools", "", "the folder with kubectl and helm")

// A server as its administrator sees it: through kubectl and Helm.
type cluster struct{ kubeconfig, folder string }

// What a command prints to its standard output. A failure or a warning ends the test.
func (c *cluster) run(t *testing.T, command ...string) string {
	t.Helper()
	if command[0] == "kubectl" {
		command = append(command, "--warnings-as-errors")
	}
	output, messages, err := c.try(command...)
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(command, " "), err, messages)
	}
	if strings.Contains(strings.ToLower(messages), "warning") {
		t.Fatalf("%s:\n%s", strings.Join(command, " "), messages)
	}
	return output
}

func (c *cluster) try(command ...string) (output, messages string, err error) {
	var printed, said strings.Builder
	process := exec.Command(filepath.Join(*tools, command[0]), command[1:]...)
	process.Env = append(os.Environ(), "KUBECONFIG="+c.kubeconfig, "HOME="+c.folder, "KUBECTL_KUBERC=false")
	process.Stdout, process.Stderr = &printed, &said
	err = process.Run()
	return printed.String(), said.String(), err
}

// Until the state is the wanted one. Each look asks the server over the network, so the looks need no pause.
func (c *cluster) waitUntil(t *testing.T, wanted string, look func() string) {
	t.Helper()
	for deadline := time.Now().Add(2 * time.Minute); ; {
		state := look()
		if state == wanted {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("after two minutes not %q: %s", wanted, state)
		}
	}
}

// Kind, namespace and name of each object of every kind that an administrator can list.
func (c *cluster) everything(t *testing.T) []string {
	t.Helper()
	kinds := strings.Fields(c.run(t, "kubectl", "api-resources", "--verbs=list", "--output=name"))
	// Some kinds warn of their age
	printed, messages, err := c.try("kubectl", "get", strings.Join(kinds, ","), "--all-namespaces",
		"--output=jsonpath={range .items[*]}{.kind} {.metadata.namespace} {.metadata.name}{'\\n'}{end}")
	if err != nil {
		t.Fatal(messages)
	}
	var objects []string
	for line := range strings.Lines(printed) {
		objects = append(objects, strings.Join(strings.Fields(line), " "))
	}
	return objects
}
