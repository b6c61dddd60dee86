package admission

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

const (
	page   = "../../../docs/kubernetes.md"
	header = "| pod | label of its namespace | agent in | run: init container | run: image volume |\n| --- | --- | --- | --- | --- |\n"
)

// How scripts/fleet runs a pod: the status that each container must get, with each delivery.
type run struct{ delivery, namespace, pod string }

// The page has a table of the pods; -update writes it again.
func TestThePageHasEachPod(t *testing.T) {
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(text), header)
	if !found {
		t.Fatalf("%s has no table of pods", page)
	}
	current, after, _ := strings.Cut(rest, "\n\n")
	table := tableOfPods(t)
	if *update {
		if err := os.WriteFile(page, []byte(before+header+table+"\n\n"+after), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if current != table {
		t.Errorf("the table of %s is not\n%s", page, table)
	}
}

func tableOfPods(t *testing.T) string {
	runs := theRuns(t)
	labels := map[string]string{"injected": "`true`", "opted-out": "`false`", "plain": "none"}
	var rows []string
	for _, each := range expectations {
		if each.namespace == "" {
			each.namespace = "injected"
		}
		agentIn := "none"
		var names []string
		for _, container := range each.injected {
			names = append(names, "`"+container.name+"`")
		}
		if len(names) > 0 {
			agentIn = strings.Join(names, ", ")
		}
		row := fmt.Sprintf("| [%s](../agent-test-app/fleet/admission/pods/%[1]s.yaml) | %s | %s |", each.pod, labels[each.namespace], agentIn)
		for _, delivery := range []string{"init-container", "image-volume"} {
			key := run{delivery, each.namespace, podOf(t, pod(each.pod), each.namespace).Name}
			row += " " + answers(t, each, runs[key]) + " |"
			delete(runs, key)
		}
		rows = append(rows, row)
	}
	for left := range runs {
		t.Errorf("no such pod: %v", left)
	}
	return strings.Join(rows, "\n")
}

// In words, if they fit what the pod is expected to be: a container signs if it has the agent and no other targets.
func answers(t *testing.T, expected expectation, statuses map[string]string) string {
	if len(statuses) == 0 {
		return "–"
	}
	var words []string
	for _, name := range slices.Sorted(maps.Keys(statuses)) {
		signs := slices.ContainsFunc(expected.injected, func(c container) bool { return c.name == name && !c.ownTargets })
		if wanted := map[bool]string{true: "200", false: "401"}[signs]; statuses[name] != wanted {
			t.Errorf("%s of %s: %s is expected, not %s", name, expected.pod, wanted, statuses[name])
		}
		words = append(words, "`"+name+"` "+statuses[name])
	}
	if len(words) == 1 {
		_, status, _ := strings.Cut(words[0], " ")
		return status
	}
	return strings.Join(words, ", ")
}

func theRuns(t *testing.T) map[run]map[string]string {
	text, err := os.ReadFile("runs.txt")
	if err != nil {
		t.Fatal(err)
	}
	runs := map[run]map[string]string{}
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		if words[0] == "#" {
			continue
		}
		statuses := map[string]string{}
		for _, each := range words[3:] {
			name, status, _ := strings.Cut(each, "=")
			statuses[name] = status
		}
		runs[run{words[0], words[1], words[2]}] = statuses
	}
	return runs
}
