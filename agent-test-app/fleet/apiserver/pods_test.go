package apiserver

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/diff"
	"sigs.k8s.io/yaml"
)

const admission = "../admission/"

// A pod of the test of the admission plugin, and what the plugin's code made of it there.
type example struct {
	// The name of its manifest
	manifest string
	admitted corev1.Pod
}

func (e example) key() string { return e.admitted.Namespace + "/" + e.admitted.Name }

// The reviewed files of that test: each document says in its first line where its pod comes from.
func examples(t *testing.T, delivery string) []example {
	t.Helper()
	text, err := os.ReadFile(admission + "admitted/" + delivery + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	var all []example
	for document := range strings.SplitSeq(string(text), "---\n") {
		manifest, _, _ := strings.Cut(strings.TrimPrefix(document, "# "), " ")
		each := example{manifest: manifest}
		if err := yaml.UnmarshalStrict([]byte(document), &each.admitted); err != nil {
			t.Fatal(err)
		}
		all = append(all, each)
	}
	return all
}

// What is submitted for an example: the manifest's pod, or the one that a controller makes of the manifest's template.
func (e example) submitted(t *testing.T) map[string]any {
	t.Helper()
	text, err := os.ReadFile(admission + "pods/" + e.manifest + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	var object map[string]any
	if err := yaml.UnmarshalStrict(text, &object); err != nil {
		t.Fatal(err)
	}
	for _, step := range map[string][]string{
		"Pod": {}, "CronJob": {"spec", "jobTemplate", "spec", "template"},
		"Deployment": {"spec", "template"}, "StatefulSet": {"spec", "template"}, "Job": {"spec", "template"},
	}[object["kind"].(string)] {
		object = object[step].(map[string]any)
	}
	head, _ := object["metadata"].(map[string]any)
	if head == nil {
		head = map[string]any{}
	}
	head["name"], head["namespace"] = e.admitted.Name, e.admitted.Namespace
	object["metadata"], object["apiVersion"], object["kind"] = head, "v1", "Pod"
	return object
}

// All of them as one file for kubectl.
func submission(t *testing.T, all []example) string {
	t.Helper()
	var documents []string
	for _, each := range all {
		text, err := yaml.Marshal(each.submitted(t))
		if err != nil {
			t.Fatal(err)
		}
		documents = append(documents, string(text))
	}
	return strings.Join(documents, "---\n")
}

// The pods that kubectl prints as JSON, one after the other or as a list, by namespace and name.
func podsOf(t *testing.T, printed string) map[string]*corev1.Pod {
	t.Helper()
	pods := map[string]*corev1.Pod{}
	for decoder := json.NewDecoder(strings.NewReader(printed)); decoder.More(); {
		var object json.RawMessage
		if err := decoder.Decode(&object); err != nil {
			t.Fatal(err)
		}
		var list corev1.PodList
		if err := json.Unmarshal(object, &list); err != nil {
			t.Fatal(err)
		}
		if list.Kind == "Pod" {
			list.Items = make([]corev1.Pod, 1)
			if err := json.Unmarshal(object, &list.Items[0]); err != nil {
				t.Fatal(err)
			}
		}
		for i := range list.Items {
			pods[list.Items[i].Namespace+"/"+list.Items[i].Name] = &list.Items[i]
		}
	}
	return pods
}

// A pod without what only a whole server adds to it; each addition must be as Kubernetes documents it.
func withoutTheServersOwn(t *testing.T, stored *corev1.Pod) *corev1.Pod {
	t.Helper()
	pod := stored.DeepCopy()
	if pod.UID == "" || pod.CreationTimestamp.IsZero() {
		t.Errorf("%s was not created", pod.Name)
	}
	pod.UID, pod.ResourceVersion, pod.Generation = "", "", 0
	pod.CreationTimestamp, pod.ManagedFields = metav1.Time{}, nil
	pod.Status.Phase = ""

	if *pod.Spec.Priority != 0 || *pod.Spec.PreemptionPolicy != corev1.PreemptLowerPriority {
		t.Errorf("%s: priority %d, %s", pod.Name, *pod.Spec.Priority, *pod.Spec.PreemptionPolicy)
	}
	pod.Spec.Priority, pod.Spec.PreemptionPolicy = nil, nil

	pod.Spec.Tolerations = slices.DeleteFunc(pod.Spec.Tolerations, func(each corev1.Toleration) bool {
		return each.Effect == corev1.TaintEffectNoExecute && each.TolerationSeconds != nil && *each.TolerationSeconds == 300 &&
			(each.Key == corev1.TaintNodeNotReady || each.Key == corev1.TaintNodeUnreachable)
	})

	withoutTheAccount(pod)
	return pod
}

// The default service account, and the volume with the token of whichever account it is.
func withoutTheAccount(pod *corev1.Pod) {
	if pod.Spec.ServiceAccountName == "default" {
		pod.Spec.ServiceAccountName, pod.Spec.DeprecatedServiceAccount = "", ""
	}
	isToken := func(name string) bool { return strings.HasPrefix(name, "kube-api-access-") }
	pod.Spec.Volumes = slices.DeleteFunc(pod.Spec.Volumes, func(each corev1.Volume) bool {
		return each.Projected != nil && isToken(each.Name)
	})
	for _, containers := range [][]corev1.Container{pod.Spec.InitContainers, pod.Spec.Containers} {
		for i := range containers {
			containers[i].VolumeMounts = slices.DeleteFunc(containers[i].VolumeMounts, func(each corev1.VolumeMount) bool {
				return isToken(each.Name) && each.ReadOnly
			})
		}
	}
}

func compare(t *testing.T, expected, actual *corev1.Pod) {
	t.Helper()
	if !equality.Semantic.DeepEqual(expected, actual) {
		t.Errorf("%s: %s", actual.Name, diff.Diff(expected, actual))
	}
}

func asYaml(t *testing.T, object any) string {
	t.Helper()
	text, err := yaml.Marshal(object)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
