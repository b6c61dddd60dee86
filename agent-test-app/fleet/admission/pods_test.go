package admission

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/diff"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
	"sigs.k8s.io/yaml"
)

var update = flag.Bool("update", false, "write the golden files again")

const (
	name  = "foundry-identity-agent"
	flags = "-javaagent:/foundry-identity-agent/foundry-identity-agent.jar"
	hosts = "contoso.openai.azure.com"
)

// What a pod of the folder pods must look like when the server has taken it. A container that is not named here must be
// as its owner wrote it; a pod with no container here must be so as a whole.
type expectation struct {
	pod string
	// "injected" if none is named
	namespace string
	// Containers with the agent, in their order in the pod
	injected []container
}

type container struct {
	name string
	// JAVA_TOOL_OPTIONS; the flag alone if empty
	options string
	// The container has targets of its own
	ownTargets bool
}

func agentIn(names ...string) []container {
	var containers []container
	for _, each := range names {
		containers = append(containers, container{name: each})
	}
	return containers
}

var expectations = []expectation{
	{pod: "plain", injected: agentIn("app")},
	{pod: "plain", namespace: "plain"},
	{pod: "plain", namespace: "opted-out"},
	{pod: "labelled", injected: agentIn("app")},
	{pod: "labelled", namespace: "plain", injected: agentIn("app")},
	{pod: "labelled", namespace: "opted-out", injected: agentIn("app")},
	{pod: "opted-out"},
	{pod: "opted-out", namespace: "plain"},
	{pod: "rich-container", injected: []container{{name: "app", ownTargets: true}}},
	{pod: "several-containers", injected: agentIn("app", "worker")},
	{pod: "existing-options", injected: []container{
		{name: "app", options: `-XX:MaxRAMPercentage=$(HEAP) -Dname="a b" ` + flags},
		{name: "empty"},
		{name: "twice", options: "-Dsecond " + flags},
	}},
	{pod: "value-from"},
	{pod: "value-from-beside-another", injected: []container{{name: "worker", ownTargets: true}}},
	{pod: "other-prefix", injected: []container{{name: "app", ownTargets: true}}},
	{pod: "windows-node-selector"},
	{pod: "windows-old-node-selector"},
	{pod: "windows-os"},
	{pod: "windows-affinity"},
	{pod: "linux-affinity", injected: agentIn("app")},
	{pod: "host-network", injected: agentIn("app")},
	{pod: "restricted", injected: agentIn("app")},
	{pod: "root", injected: agentIn("app")},
	{pod: "init-and-sidecar", injected: agentIn("app")},
	{pod: "init-and-sidecar-asked-for", injected: []container{
		{name: "istio-proxy"}, {name: "migrate", options: "-Xmx64m " + flags}, {name: "cache"},
	}},
	{pod: "already-injected"},
	{pod: "agent-in-the-image"},
	{pod: "other-agent", injected: []container{
		{name: "app", options: "-javaagent:/otel-auto-instrumentation-java-app/javaagent.jar " + flags}}},
	{pod: "mirror-pod"},
	{pod: "guaranteed", injected: agentIn("app")},
	{pod: "pod-level-resources", injected: agentIn("app")},
	{pod: "another-label"},
	{pod: "deployment", injected: agentIn("app")},
	{pod: "stateful-set", injected: agentIn("app")},
	{pod: "job", injected: agentIn("app")},
	{pod: "cron-job", injected: agentIn("app")},
}

// How the jar gets into the pod, with the values of that golden file.
type delivery struct {
	volume         corev1.VolumeSource
	initContainers func(before *corev1.Pod) []corev1.Container
}

var initContainer = delivery{
	volume: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}},
	initContainers: func(before *corev1.Pod) []corev1.Container {
		yes, no := true, false
		resources := corev1.ResourceList{
			corev1.ResourceCPU:    resource.MustParse("50m"),
			corev1.ResourceMemory: resource.MustParse("64Mi"),
		}
		first := corev1.Container{
			Name:      name,
			Image:     "registry.example/foundry-identity-agent:0.1.0",
			Command:   []string{"cp", "/foundry-identity-agent.jar", "/foundry-identity-agent/foundry-identity-agent.jar"},
			Resources: corev1.ResourceRequirements{Requests: resources, Limits: resources},
			SecurityContext: &corev1.SecurityContext{
				RunAsNonRoot: &yes, ReadOnlyRootFilesystem: &yes, AllowPrivilegeEscalation: &no,
				Capabilities:   &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
				SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
			},
			VolumeMounts: []corev1.VolumeMount{{Name: name, MountPath: "/foundry-identity-agent"}},
			// The server's own defaults
			ImagePullPolicy:          corev1.PullIfNotPresent,
			TerminationMessagePath:   "/dev/termination-log",
			TerminationMessagePolicy: corev1.TerminationMessageReadFile,
		}
		if user := before.Spec.SecurityContext.RunAsUser; user != nil && *user == 0 {
			nobody := int64(65534)
			first.SecurityContext.RunAsUser = &nobody
		}
		return []corev1.Container{first}
	},
}

var imageVolume = delivery{
	volume: corev1.VolumeSource{Image: &corev1.ImageVolumeSource{
		Reference:  "registry.example/foundry-identity-agent@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
		PullPolicy: corev1.PullIfNotPresent,
	}},
	initContainers: func(*corev1.Pod) []corev1.Container { return nil },
}

func TestPodsWithAnInitContainer(t *testing.T) {
	theTable(t, serverOf(t, "defaults", standard), initContainer, "init-container")
}

func TestPodsWithAnImageVolume(t *testing.T) {
	theTable(t, serverOf(t, "image-volume", standard), imageVolume, "image-volume")
}

func TestPodsWithAnInitContainerByKyverno(t *testing.T) {
	theTable(t, kyvernoServerOf(t, "kyverno"), initContainer, "init-container")
}

func TestPodsWithAnImageVolumeByKyverno(t *testing.T) {
	theTable(t, kyvernoServerOf(t, "kyverno-image-volume"), imageVolume, "image-volume")
}

func theTable(t *testing.T, server *server, by delivery, golden string) {
	without := newServer(t, standard, nil, nil)
	var admitted []string
	for _, expected := range expectations {
		if expected.namespace == "" {
			expected.namespace = "injected"
		}
		t.Run(expected.pod+" in "+expected.namespace, func(t *testing.T) {
			submitted := podOf(t, pod(expected.pod), expected.namespace)
			before := must(t)(without.create(submitted))
			after := must(t)(server.create(submitted))
			compare(t, expectedPod(t, before, expected, by), after)
			compare(t, after, must(t)(server.create(after)))
			for _, level := range []api.Level{api.LevelBaseline, api.LevelRestricted} {
				if allows(t, level, before) && !allows(t, level, after) {
					t.Errorf("a namespace with the Pod Security Standard %q took the pod, and now refuses it", level)
				}
			}
			text, err := yaml.Marshal(after)
			if err != nil {
				t.Fatal(err)
			}
			admitted = append(admitted, "# "+expected.pod+" in the namespace "+expected.namespace+"\n"+string(text))
		})
	}
	file := filepath.Join("admitted", golden+".yaml")
	text := strings.Join(admitted, "---\n")
	if *update {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	reviewed, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if text != string(reviewed) {
		t.Errorf("not as in %s: %s", file, diff.Diff(string(reviewed), text))
	}
}

// The pod as it was, with what the policy adds and nothing else.
func expectedPod(t *testing.T, before *corev1.Pod, expected expectation, by delivery) *corev1.Pod {
	t.Helper()
	pod := before.DeepCopy()
	if len(expected.injected) == 0 {
		return pod
	}
	var names []string
	for _, each := range expected.injected {
		names = append(names, each.name)
		inject(t, pod, each)
	}
	if pod.Annotations == nil {
		pod.Annotations = map[string]string{}
	}
	pod.Annotations["foundry-identity/injected"] = strings.Join(names, ",")
	pod.Spec.Volumes = append(pod.Spec.Volumes, corev1.Volume{Name: name, VolumeSource: by.volume})
	pod.Spec.InitContainers = append(by.initContainers(before), pod.Spec.InitContainers...)
	// The init container asks for something; a pod of class Guaranteed or Burstable stays what it is
	if len(by.initContainers(before)) > 0 && before.Status.QOSClass == corev1.PodQOSBestEffort {
		pod.Status.QOSClass = corev1.PodQOSBurstable
	}
	return pod
}

func inject(t *testing.T, pod *corev1.Pod, wanted container) {
	t.Helper()
	for _, list := range [][]corev1.Container{pod.Spec.Containers, pod.Spec.InitContainers} {
		i := slices.IndexFunc(list, func(c corev1.Container) bool { return c.Name == wanted.name })
		if i < 0 {
			continue
		}
		if !wanted.ownTargets {
			list[i].Env = append(list[i].Env, corev1.EnvVar{Name: "FOUNDRY_IDENTITY_HOSTS", Value: hosts})
		}
		options := wanted.options
		if options == "" {
			options = flags
		}
		var last *corev1.EnvVar
		for j := range list[i].Env {
			if list[i].Env[j].Name == "JAVA_TOOL_OPTIONS" {
				last = &list[i].Env[j]
			}
		}
		if last != nil {
			last.Value = options
		} else {
			list[i].Env = append(list[i].Env, corev1.EnvVar{Name: "JAVA_TOOL_OPTIONS", Value: options})
		}
		list[i].VolumeMounts = append(list[i].VolumeMounts,
			corev1.VolumeMount{Name: name, MountPath: "/foundry-identity-agent", ReadOnly: true})
		return
	}
	t.Fatalf("no container %s", wanted.name)
}

// With values that differ from the defaults in each point.
func TestEveryValueReachesThePod(t *testing.T) {
	chosen := selector{"platform.example/identity", "contoso"}
	server := serverOf(t, "everything", chosen)
	after := must(t)(server.create(podOf(t, pod("several-containers"), "injected")))

	if use := after.Labels["azure.workload.identity/use"]; use != "true" {
		t.Errorf("the label of workload identity: %q", use)
	}
	if injected := after.Annotations["foundry-identity/injected"]; injected != "istio-proxy,app,worker,linkerd-proxy" {
		t.Errorf("containers: %s", injected)
	}
	expected := []corev1.EnvVar{
		{Name: "FOUNDRY_IDENTITY_CLIENT_ID", Value: "11111111-2222-3333-4444-555555555555"},
		{Name: "FOUNDRY_IDENTITY_CREDENTIAL", Value: "workload-identity"},
		{Name: "FOUNDRY_IDENTITY_HOSTS", Value: "contoso.openai.azure.com,*.services.ai.azure.com,front.example:8443," +
			"https://front.example/openai,http://[::1]:8080"},
		{Name: "FOUNDRY_IDENTITY_LOG_FILE", Value: `/var/log/a "quoted" <name> & 'more' \n {{ .Values }} ä.log`},
		{Name: "FOUNDRY_IDENTITY_ON_FAILURE", Value: "fail"},
		{Name: "FOUNDRY_IDENTITY_RULE_SEARCH_HOSTS", Value: "search.openai.azure.com"},
		{Name: "FOUNDRY_IDENTITY_TENANT_ID", Value: "contoso.onmicrosoft.com"},
		{Name: "JAVA_TOOL_OPTIONS", Value: "-XX:+StartAttachListener -Dname=a<b>&'c' " + flags},
	}
	if !equality.Semantic.DeepEqual(after.Spec.Containers[1].Env, expected) {
		t.Error(diff.Diff(expected, after.Spec.Containers[1].Env))
	}
	first := after.Spec.InitContainers[0]
	if first.Image != "registry.example:5000/platform/foundry-identity-agent:0.1.0-rc.1_2" || first.ImagePullPolicy != corev1.PullAlways {
		t.Errorf("image: %s %s", first.Image, first.ImagePullPolicy)
	}
	if *first.SecurityContext.RunAsUser != 1234 || !*first.SecurityContext.RunAsNonRoot {
		t.Errorf("security: %+v", first.SecurityContext)
	}
	limits := corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("100m"),
		corev1.ResourceMemory: resource.MustParse("1Gi"), corev1.ResourceEphemeralStorage: resource.MustParse("50Mi")}
	if !equality.Semantic.DeepEqual(first.Resources.Limits, limits) || first.Resources.Requests.Cpu().String() != "100m" {
		t.Errorf("resources: %+v", first.Resources)
	}

	// A user that the values name is not changed, and neither is a label that the pod has
	root := podOf(t, pod("root"), "injected")
	root.Labels = map[string]string{"azure.workload.identity/use": "false", "a": "b"}
	after = must(t)(server.create(root))
	if user := after.Spec.InitContainers[0].SecurityContext.RunAsUser; *user != 1234 {
		t.Errorf("user: %d", *user)
	}
	if after.Labels["azure.workload.identity/use"] != "false" || after.Labels["a"] != "b" {
		t.Errorf("labels: %v", after.Labels)
	}

	// The standard label says nothing here
	compare(t, must(t)(newServer(t, chosen, nil, nil).create(podOf(t, pod("labelled"), "plain"))),
		must(t)(server.create(podOf(t, pod("labelled"), "plain"))))
}

// Without targets and with an init container that says nothing.
func TestTheFewestValues(t *testing.T) {
	server := serverOf(t, "bare", standard)
	after := must(t)(server.create(podOf(t, pod("root"), "injected")))
	if env := after.Spec.Containers[0].Env; len(env) != 1 || env[0].Value != flags {
		t.Errorf("variables: %v", env)
	}
	first := after.Spec.InitContainers[0]
	if first.SecurityContext != nil || len(first.Resources.Limits)+len(first.Resources.Requests) > 0 {
		t.Errorf("init container: %+v", first)
	}
}

// A pod that others have given the agent stays, also if both selectors of a cluster's two releases mean it.
func TestTwoReleasesGiveOneAgent(t *testing.T) {
	first := serverOf(t, "defaults", standard)
	second := serverOf(t, "image-volume", standard)
	once := must(t)(first.create(podOf(t, pod("labelled"), "injected")))
	compare(t, once, must(t)(second.create(once)))
}

func must(t *testing.T) func(*corev1.Pod, error) *corev1.Pod {
	return func(pod *corev1.Pod, err error) *corev1.Pod {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return pod
	}
}

func compare(t *testing.T, expected, actual *corev1.Pod) {
	t.Helper()
	if !equality.Semantic.DeepEqual(expected, actual) {
		t.Error(diff.Diff(expected, actual))
	}
}

func allows(t *testing.T, level api.Level, pod *corev1.Pod) bool {
	t.Helper()
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		t.Fatal(err)
	}
	result := policy.AggregateCheckResults(evaluator.EvaluatePod(
		api.LevelVersion{Level: level, Version: api.LatestVersion()}, &pod.ObjectMeta, &pod.Spec))
	return result.Allowed
}
