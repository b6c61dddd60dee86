package admission

import (
	"flag"
	"os"
	"testing"

	"sigs.k8s.io/yaml"
)

var (
	chart = flag.String("chart", "", "the chart that Helm rendered, for one pod")
	first = flag.String("first", "", "where to write that pod as the server takes it")
)

// What happens between "helm install" and the kubelet, for scripts/fleet to time.
func TestTheFirstPod(t *testing.T) {
	if *chart == "" {
		t.Skip("only with -chart")
	}
	server := serverWith(t, documents(t, *chart), standard)
	admitted := must(t)(server.create(podOf(t, pod("plain"), "injected")))
	text, err := yaml.Marshal(admitted)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(*first, text, 0o644); err != nil {
		t.Fatal(err)
	}
}
