package apiserver

import (
	"flag"
	"maps"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
)

const (
	release = "foundry-identity-agent"
	chart   = "../../../agent/fleet/chart/" + release
	values  = "../src/test/resources/values/"
	golden  = "../src/test/resources/golden/"
	// The annotation that the policy adds
	containers = "foundry-identity/injected"
)

var admitted = flag.String("admitted", "", "the folder to write the pods to, as the server returned them")

// What an administrator does in the life of the chart, in that order.
func TestTheChart(t *testing.T) {
	if *tools == "" {
		t.Skip("only with -tools")
	}
	c := startServer(t)
	c.run(t, "kubectl", "apply", "--filename=namespaces.yaml")
	c.run(t, "kubectl", "label", "namespace", "injected", "foundry-identity/inject=true")
	copying, mounting := examples(t, "init-container"), examples(t, "image-volume")
	pods := write(t, c.folder, "pods.yaml", submission(t, copying))
	before, warnings := c.dryRun(t, pods)
	existing := c.everything(t)

	step := func(name string, does func(t *testing.T)) {
		if !t.Run(name, does) {
			t.FailNow()
		}
	}
	step("helm install", func(t *testing.T) {
		c.run(t, "helm", "install", release, chart, "--namespace=platform", "--create-namespace", "--values="+values+"defaults.yaml")
		c.waitUntilTheProbeGets(t, "an init container")
	})
	step("templates stay as they are", c.changesNoTemplate)
	step("pods with an init container", func(t *testing.T) { c.creates(t, pods, warnings, copying, "init-container") })
	step("the command of the notes that lists the agents", c.listsTheAgents)
	step("a Pod Security Standard with an init container", c.keepsThePodSecurityStandard)
	step("helm upgrade", func(t *testing.T) {
		running := c.run(t, "kubectl", "get", "pods", "--all-namespaces", "--output=json")
		c.run(t, "helm", "upgrade", release, chart, "--namespace=platform", "--values="+values+"image-volume.yaml")
		c.waitUntilTheProbeGets(t, "an image volume")
		if c.run(t, "kubectl", "get", "pods", "--all-namespaces", "--output=json") != running {
			t.Error("a pod that was there has changed")
		}
		c.deletePods(t)
	})
	step("pods with an image volume", func(t *testing.T) { c.creates(t, pods, warnings, mounting, "image-volume") })
	step("a Pod Security Standard with an image volume", c.keepsThePodSecurityStandard)
	step("helm uninstall", func(t *testing.T) {
		c.deletePods(t)
		c.run(t, "helm", "uninstall", release, "--namespace=platform")
		c.waitUntilTheProbeGets(t, "nothing")
		after, _ := c.dryRun(t, pods)
		for key, pod := range after {
			compare(t, before[key], pod)
		}
		left := slices.DeleteFunc(c.everything(t), func(each string) bool { return slices.Contains(existing, each) })
		if !slices.Equal(left, []string{"Namespace platform"}) {
			t.Errorf("left: %q", left)
		}
	})
	for _, each := range [][]string{
		{"defaults", "an init container"}, {"bare", "an init container"}, {"everything", "an init container"},
		{"image-volume", "an image volume"},
	} {
		step("kubectl apply: "+each[0], func(t *testing.T) {
			c.run(t, "kubectl", "apply", "--filename="+golden+each[0]+".yaml")
			c.waitUntilTheProbeGets(t, each[1])
			c.run(t, "kubectl", "delete", "--filename="+golden+each[0]+".yaml")
			c.waitUntilTheProbeGets(t, "nothing")
		})
	}
	step("Kyverno's own schema", c.acceptsForKyverno)
}

// Pods are created, stored, read, and compared with what the plugin's code alone makes of them.
func (c *cluster) creates(t *testing.T, pods, expectedWarnings string, all []example, delivery string) {
	if _, warnings, err := c.try("kubectl", "create", "--filename="+pods); err != nil || warnings != expectedWarnings {
		t.Fatalf("%v %s", err, warnings)
	}
	stored := podsOf(t, c.run(t, "kubectl", "get", "pods", "--all-namespaces", "--output=json"))
	var written []string
	for _, each := range all {
		t.Run(each.manifest+" in "+each.admitted.Namespace, func(t *testing.T) {
			pod := stored[each.key()]
			if pod == nil {
				t.Fatal("not there")
			}
			compare(t, &each.admitted, withoutTheServersOwn(t, pod))
			written = append(written, asYaml(t, pod))
		})
	}
	if *admitted != "" {
		write(t, *admitted, delivery+".yaml", strings.Join(written, "---\n"))
	}
}

// With deployment, stateful set, job and cron job themselves, not the pods of their controllers.
func (c *cluster) changesNoTemplate(t *testing.T) {
	for _, each := range []string{"deployment", "stateful-set", "job", "cron-job"} {
		created := c.run(t, "kubectl", "create", "--dry-run=server", "--output=json", "--namespace=injected",
			"--filename="+admission+"pods/"+each+".yaml")
		if strings.Contains(created, "foundry-identity") {
			t.Errorf("%s was changed: %s", each, created)
		}
	}
}

func (c *cluster) listsTheAgents(t *testing.T) {
	printed := c.run(t, "kubectl", "get", "pods", "--namespace", "injected", "--output",
		"custom-columns=POD:.metadata.name,AGENT:.metadata.annotations.foundry-identity/injected")
	rows := map[string]string{}
	for line := range strings.Lines(printed) {
		words := strings.Fields(line)
		rows[words[0]] = words[1]
	}
	if rows["plain"] != "app" || rows["several-containers"] != "app,worker" || rows["windows-os"] != "<none>" {
		t.Error(printed)
	}
}

// The namespace takes only pods of the level "restricted", and warns of others.
func (c *cluster) keepsThePodSecurityStandard(t *testing.T) {
	pod := admission + "pods/restricted.yaml"
	c.run(t, "kubectl", "create", "--namespace=strict", "--filename="+pod)
	stored := podsOf(t, c.run(t, "kubectl", "get", "pods", "--namespace=strict", "--output=json"))
	if stored["strict/restricted"].Annotations[containers] != "app" {
		t.Errorf("no agent: %v", stored)
	}
	if _, messages, err := c.try("kubectl", "create", "--namespace=strict", "--filename="+admission+"pods/plain.yaml"); err == nil ||
		!strings.Contains(messages, "violates PodSecurity") || strings.Contains(messages, "foundry-identity-agent") {
		t.Errorf("the namespace refuses other pods for what is theirs: %v %s", err, messages)
	}
}

// Kyverno itself is not there: the server checks the policies by the schema that Kyverno installs.
func (c *cluster) acceptsForKyverno(t *testing.T) {
	module := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/kyverno/api")
	module.Dir = admission
	folder, err := module.Output()
	if err != nil {
		t.Fatal(err)
	}
	schema := filepath.Join(strings.TrimSpace(string(folder)), "config/crds/policies.kyverno.io_mutatingpolicies.yaml")
	c.run(t, "kubectl", "create", "--filename="+schema)
	c.run(t, "kubectl", "wait", "--for=condition=Established", "--timeout=60s", "customresourcedefinition/mutatingpolicies.policies.kyverno.io")
	for _, each := range []string{"kyverno", "kyverno-image-volume"} {
		c.run(t, "helm", "install", release, chart, "--namespace=platform", "--values="+values+each+".yaml")
		if names := c.run(t, "kubectl", "get", "mutatingpolicies.policies.kyverno.io", "--output=name"); strings.Count(names, "\n") != 2 {
			t.Errorf("policies: %s", names)
		}
		c.run(t, "helm", "uninstall", release, "--namespace=platform")
	}
}

// The server takes policies from its storage a moment later than it has answered for them.
func (c *cluster) waitUntilTheProbeGets(t *testing.T, wanted string) {
	t.Helper()
	c.waitUntil(t, wanted, func() string {
		probe := podsOf(t, c.run(t, "kubectl", "create", "--dry-run=server", "--output=json", "--namespace=probe",
			"--filename="+admission+"pods/plain.yaml"))["probe/plain"]
		switch {
		case probe.Annotations[containers] != "app":
			return "nothing"
		case slices.ContainsFunc(probe.Spec.Volumes, func(each corev1.Volume) bool { return each.Image != nil }):
			return "an image volume"
		default:
			return "an init container"
		}
	})
}

// What the server would make of pods, by namespace and name, and of what in them it warns.
func (c *cluster) dryRun(t *testing.T, file string) (pods map[string]*corev1.Pod, warnings string) {
	t.Helper()
	printed, warnings, err := c.try("kubectl", "create", "--dry-run=server", "--output=json", "--filename="+file)
	if err != nil {
		t.Fatal(warnings)
	}
	pods = podsOf(t, printed)
	for key, pod := range maps.Clone(pods) {
		pods[key] = withoutTheServersOwn(t, pod)
	}
	return pods, warnings
}

// By force, as no kubelet ends the pod that names a node.
func (c *cluster) deletePods(t *testing.T) {
	t.Helper()
	for _, namespace := range []string{"injected", "opted-out", "plain", "strict"} {
		if _, messages, err := c.try("kubectl", "delete", "pods", "--all", "--namespace="+namespace, "--force", "--grace-period=0"); err != nil {
			t.Fatal(messages)
		}
	}
}
