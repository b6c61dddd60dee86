package admission

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/admission/initializer"
	"k8s.io/apiserver/pkg/admission/plugin/policy/mutating"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	"k8s.io/apiserver/pkg/util/compatibility"
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	"k8s.io/client-go/discovery"
	dynamicfake "k8s.io/client-go/dynamic/fake"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/client-go/openapi"
	"k8s.io/client-go/openapi/openapitest"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	podutil "k8s.io/kubernetes/pkg/api/pod"
	"k8s.io/kubernetes/pkg/apis/admissionregistration"
	_ "k8s.io/kubernetes/pkg/apis/admissionregistration/install"
	policyvalidation "k8s.io/kubernetes/pkg/apis/admissionregistration/validation"
	"k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/kubernetes/pkg/apis/core/helper/qos"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	"k8s.io/kubernetes/pkg/apis/core/validation"
	"sigs.k8s.io/yaml"
)

// The part of an API server that a new pod passes: defaults, the admission plugin of mutating policies with its own
// matching, defaults again, validation. All of it is the server's own code; only storage and network are missing.
type server struct {
	chain admission.MutationInterface
}

// The label that the chart's values choose.
type selector struct{ label, value string }

var standard = selector{"foundry-identity/inject", "true"}

// The namespaces of each server.
func (s selector) namespaces() map[string]map[string]string {
	return map[string]map[string]string{
		"injected":  {s.label: s.value},
		"opted-out": {s.label: "false"},
		"plain":     {},
	}
}

// A discovery client that knows Kubernetes' own schemas; the fake one knows none.
type client struct{ *fake.Clientset }

func (c client) Discovery() discovery.DiscoveryInterface { return schemas{c.Clientset.Discovery()} }

type schemas struct{ discovery.DiscoveryInterface }

func (schemas) OpenAPIV3() openapi.Client { return openapitest.NewEmbeddedFileClient() }

func newServer(t *testing.T, chosen selector, policies []admissionregistrationv1.MutatingAdmissionPolicy,
	bindings []admissionregistrationv1.MutatingAdmissionPolicyBinding) *server {
	t.Helper()
	var objects []runtime.Object
	for name, labels := range chosen.namespaces() {
		objects = append(objects, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: labels}})
	}
	for i := range policies {
		accepted(t, &policies[i], &admissionregistration.MutatingAdmissionPolicy{}, policyvalidation.ValidateMutatingAdmissionPolicy)
		objects = append(objects, &policies[i])
	}
	for i := range bindings {
		accepted(t, &bindings[i], &admissionregistration.MutatingAdmissionPolicyBinding{}, policyvalidation.ValidateMutatingAdmissionPolicyBinding)
		objects = append(objects, &bindings[i])
	}
	fakeClient := client{fake.NewClientset(objects...)}
	stop := t.Context()
	factory := informers.NewSharedInformerFactory(fakeClient, 0)
	mapper := meta.NewDefaultRESTMapper([]schema.GroupVersion{corev1.SchemeGroupVersion})
	mapper.Add(corev1.SchemeGroupVersion.WithKind("Pod"), meta.RESTScopeNamespace)
	plugins := admission.NewPlugins()
	mutating.Register(plugins)
	chain, err := plugins.NewFromPlugins([]string{mutating.PluginName}, noConfiguration{}, initializer.New(
		fakeClient, dynamicfake.NewSimpleDynamicClient(legacyscheme.Scheme), factory, nobody{}, utilfeature.DefaultFeatureGate,
		compatibility.DefaultBuildEffectiveVersion(), stop.Done(), mapper), nil)
	if err != nil {
		t.Fatal(err)
	}
	factory.Start(stop.Done())
	factory.WaitForCacheSync(stop.Done())
	server := &server{chain.(admission.MutationInterface)}
	if len(policies) > 0 {
		server.waitForPolicies(t)
	}
	return server
}

// The server's defaults and its validation, which compiles each expression.
func accepted[T runtime.Object](t *testing.T, object runtime.Object, internal T, validate func(T) field.ErrorList) {
	t.Helper()
	scheme := legacyscheme.Scheme
	scheme.Default(object)
	if err := scheme.Convert(object, internal, nil); err != nil {
		t.Fatal(err)
	}
	if problems := validate(internal); len(problems) > 0 {
		t.Fatal(problems.ToAggregate())
	}
}

// The plugin takes policies from its informers a moment later than they have them. A pod that every policy of this
// chart changes shows when that has happened.
func (s *server) waitForPolicies(t *testing.T) {
	t.Helper()
	probe := podOf(t, pod("plain"), "injected")
	for deadline := time.Now().Add(5 * time.Minute); time.Now().Before(deadline); {
		admitted, err := s.create(probe)
		if err != nil {
			t.Fatalf("the policy fails: %v", err)
		}
		if admitted.Annotations["foundry-identity/injected"] != "" {
			return
		}
	}
	t.Fatal("the plugin does not know the policy after five minutes")
}

type noConfiguration struct{}

func (noConfiguration) ConfigFor(string) (io.Reader, error) { return nil, nil }

type nobody struct{}

func (nobody) Authorize(context.Context, authorizer.Attributes) (authorizer.Decision, string, error) {
	return authorizer.DecisionDeny, "", nil
}

// What the server would store.
func (s *server) create(pod *corev1.Pod) (*corev1.Pod, error) {
	scheme := legacyscheme.Scheme
	defaulted := pod.DeepCopy()
	scheme.Default(defaulted)
	internal := &core.Pod{}
	if err := scheme.Convert(defaulted, internal, nil); err != nil {
		return nil, err
	}
	kind := corev1.SchemeGroupVersion.WithKind("Pod")
	attributes := admission.NewAttributesRecord(internal, nil, kind, pod.Namespace, pod.Name,
		corev1.SchemeGroupVersion.WithResource("pods"), "", admission.Create, &metav1.CreateOptions{}, false,
		&user.DefaultInfo{Name: "somebody"})
	objects := admission.NewObjectInterfacesFromScheme(scheme)
	if err := s.chain.Admit(context.Background(), attributes, objects); err != nil {
		return nil, fmt.Errorf("admission: %w", err)
	}
	podutil.DropDisabledPodFields(internal, nil)
	internal.Status.QOSClass = qos.GetPodQOS(internal)
	if problems := validation.ValidatePodCreate(internal, podutil.GetValidationOptionsFromPodSpecAndMeta(
		&internal.Spec, nil, &internal.ObjectMeta, nil)); len(problems) > 0 {
		return nil, fmt.Errorf("validation: %w", problems.ToAggregate())
	}
	stored := &corev1.Pod{}
	if err := scheme.Convert(internal, stored, nil); err != nil {
		return nil, err
	}
	stored.SetGroupVersionKind(kind)
	return stored, nil
}

// A manifest of the folder pods.
func pod(name string) []byte {
	manifest, err := os.ReadFile("pods/" + name + ".yaml")
	if err != nil {
		panic(err)
	}
	return manifest
}

// The pod of a manifest, or the one that a controller makes of the manifest's template.
func podOf(t *testing.T, manifest []byte, namespace string) *corev1.Pod {
	t.Helper()
	var head struct {
		metav1.TypeMeta   `json:",inline"`
		metav1.ObjectMeta `json:"metadata"`
		Spec              struct {
			Template    corev1.PodTemplateSpec
			JobTemplate struct {
				Spec struct{ Template corev1.PodTemplateSpec }
			}
		}
	}
	made := &corev1.Pod{}
	if err := yaml.Unmarshal(manifest, &head); err != nil {
		t.Fatal(err)
	}
	switch head.Kind {
	case "Pod":
		if err := yaml.UnmarshalStrict(manifest, made); err != nil {
			t.Fatal(err)
		}
	case "CronJob":
		made.ObjectMeta, made.Spec = head.Spec.JobTemplate.Spec.Template.ObjectMeta, head.Spec.JobTemplate.Spec.Template.Spec
	default:
		made.ObjectMeta, made.Spec = head.Spec.Template.ObjectMeta, head.Spec.Template.Spec
	}
	if made.Name == "" {
		made.Name = head.Name + "-x7k2p"
	}
	made.Namespace = namespace
	made.SetGroupVersionKind(corev1.SchemeGroupVersion.WithKind("Pod"))
	return made
}

// The documents of a file that the chart's own test keeps equal to what Helm renders.
func rendered(t *testing.T, name string) []string {
	t.Helper()
	return documents(t, "../src/test/resources/golden/"+name+".yaml")
}

func documents(t *testing.T, file string) []string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var documents []string
	for _, document := range strings.Split(string(text), "\n---\n") {
		if strings.Contains(document, "apiVersion:") {
			documents = append(documents, document)
		}
	}
	return documents
}

// As a server with field validation "Strict" reads it.
func strictly(t *testing.T, document string, into any) {
	t.Helper()
	if err := yaml.UnmarshalStrict([]byte(document), into); err != nil {
		t.Fatalf("%v in\n%s", err, document)
	}
}

// A server to which the chart with these values was applied.
func serverOf(t *testing.T, name string, chosen selector) *server {
	t.Helper()
	return serverWith(t, rendered(t, name), chosen)
}

// A server to which these documents were applied.
func serverWith(t *testing.T, manifests []string, chosen selector) *server {
	t.Helper()
	var policies []admissionregistrationv1.MutatingAdmissionPolicy
	var bindings []admissionregistrationv1.MutatingAdmissionPolicyBinding
	for _, document := range manifests {
		var head metav1.TypeMeta
		if err := yaml.Unmarshal([]byte(document), &head); err != nil {
			t.Fatal(err)
		}
		switch head.Kind {
		case "MutatingAdmissionPolicy":
			var policy admissionregistrationv1.MutatingAdmissionPolicy
			strictly(t, document, &policy)
			policies = append(policies, failing(policy))
		case "MutatingAdmissionPolicyBinding":
			var binding admissionregistrationv1.MutatingAdmissionPolicyBinding
			strictly(t, document, &binding)
			bindings = append(bindings, binding)
		default:
			t.Fatalf("not expected: %s", head.Kind)
		}
	}
	return newServer(t, chosen, policies, bindings)
}

// With Ignore a mistake in an expression would be silent.
func failing(policy admissionregistrationv1.MutatingAdmissionPolicy) admissionregistrationv1.MutatingAdmissionPolicy {
	fail := admissionregistrationv1.Fail
	policy.Spec.FailurePolicy = &fail
	return policy
}
