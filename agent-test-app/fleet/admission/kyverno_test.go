package admission

import (
	"encoding/json"
	"testing"

	kyverno "github.com/kyverno/api/api/policies.kyverno.io/v1"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Kyverno evaluates a MutatingPolicy with this plugin's own compiler and patchers. So its policies are read strictly as
// Kyverno's types, and what they share with a MutatingAdmissionPolicy runs here; a binding takes the place of the selectors.
func kyvernoServerOf(t *testing.T, name string) *server {
	t.Helper()
	var policies []admissionregistrationv1.MutatingAdmissionPolicy
	var bindings []admissionregistrationv1.MutatingAdmissionPolicyBinding
	for _, document := range rendered(t, name) {
		var from kyverno.MutatingPolicy
		strictly(t, document, &from)
		if from.Kind != "MutatingPolicy" || from.APIVersion != kyverno.GroupVersion.String() {
			t.Fatalf("not expected: %s %s", from.APIVersion, from.Kind)
		}
		if controllers := from.Spec.AutogenConfiguration.PodControllers.Controllers; controllers == nil || len(controllers) > 0 {
			t.Errorf("Kyverno would change templates too: %v", controllers)
		}
		if from.Spec.BackgroundEnabled() {
			t.Error("Kyverno would report on pods that are there already")
		}
		policy := admissionregistrationv1.MutatingAdmissionPolicy{ObjectMeta: metav1.ObjectMeta{Name: from.Name}}
		shared := map[string]any{
			"matchConstraints": from.Spec.MatchConstraints, "matchConditions": from.Spec.MatchConditions,
			"variables": from.Spec.Variables, "mutations": from.Spec.Mutations, "reinvocationPolicy": from.Spec.ReinvocationPolicy,
		}
		text, err := json.Marshal(shared)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, &policy.Spec); err != nil {
			t.Fatal(err)
		}
		policies = append(policies, failing(policy))
		bindings = append(bindings, admissionregistrationv1.MutatingAdmissionPolicyBinding{
			ObjectMeta: metav1.ObjectMeta{Name: from.Name},
			Spec:       admissionregistrationv1.MutatingAdmissionPolicyBindingSpec{PolicyName: from.Name},
		})
	}
	return newServer(t, standard, policies, bindings)
}
