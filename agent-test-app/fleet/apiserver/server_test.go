package apiserver

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/spf13/pflag"
	"go.etcd.io/etcd/server/v3/embed"
	"k8s.io/client-go/util/keyutil"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
	"k8s.io/kubernetes/cmd/kube-apiserver/app/options"
)

const token = "0123456789abcdef"

// A whole API server in this process, with its own etcd. Its admission plugins and its features are those that are on by
// default. There is no controller, scheduler or kubelet: a pod that it takes stays as it is.
func startServer(t *testing.T) *cluster {
	t.Helper()
	folder := t.TempDir()
	etcd := startEtcd(t, filepath.Join(folder, "etcd"))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	tokens := write(t, folder, "tokens", token+",somebody,somebody,system:masters\n")
	signing, err := keyutil.MakeEllipticPrivateKeyPEM()
	if err != nil {
		t.Fatal(err)
	}
	accountsKey := write(t, folder, "accounts.key", string(signing))

	server := options.NewServerRunOptions()
	server.SecureServing.Listener = listener
	server.SecureServing.BindPort = listener.Addr().(*net.TCPAddr).Port
	arguments := []string{
		"--etcd-servers=" + etcd,
		"--cert-dir=" + folder,
		"--token-auth-file=" + tokens,
		"--authorization-mode=RBAC",
		"--service-account-issuer=https://kubernetes.default.svc",
		"--service-account-key-file=" + accountsKey,
		"--service-account-signing-key-file=" + accountsKey,
		"--service-cluster-ip-range=10.0.0.0/16",
		"--endpoint-reconciler-type=none",
	}
	run(t, server, arguments)

	config := fmt.Sprintf(`apiVersion: v1
kind: Config
clusters:
- name: test
  cluster: {server: "https://%s", tls-server-name: kubernetes.default.svc, certificate-authority: %s/apiserver.crt}
users: [{name: test, user: {token: "%s"}}]
contexts: [{name: test, context: {cluster: test, user: test}}]
current-context: test
`, listener.Addr(), folder, token)
	started := &cluster{kubeconfig: write(t, folder, "kubeconfig", config), folder: folder}
	started.waitUntil(t, "ok", func() string {
		answer, messages, _ := started.try("kubectl", "get", "--raw", "/readyz")
		return answer + messages
	})
	return started
}

// As the command kube-apiserver starts it, except that the listener is given and that it ends with the test.
func run(t *testing.T, server *options.ServerRunOptions, arguments []string) {
	t.Helper()
	flags := pflag.NewFlagSet("kube-apiserver", pflag.ContinueOnError)
	for _, each := range server.Flags().FlagSets {
		flags.AddFlagSet(each)
	}
	if err := flags.Parse(arguments); err != nil {
		t.Fatal(err)
	}
	if err := server.GenericServerRunOptions.ComponentGlobalsRegistry.Set(); err != nil {
		t.Fatal(err)
	}
	stopping, stop := context.WithCancel(context.Background())
	completed, err := server.Complete(stopping)
	if err != nil {
		t.Fatal(err)
	}
	if problems := completed.Validate(); len(problems) > 0 {
		t.Fatal(problems)
	}
	ended := make(chan error, 1)
	go func() { ended <- app.Run(stopping, completed) }()
	t.Cleanup(func() {
		stop()
		select {
		case err := <-ended:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(time.Minute):
			t.Error("the API server does not end")
		}
	})
}

func startEtcd(t *testing.T, folder string) string {
	t.Helper()
	anyPort := []url.URL{{Scheme: "http", Host: "127.0.0.1:0"}}
	config := embed.NewConfig()
	config.Dir = folder
	config.ListenClientUrls, config.AdvertiseClientUrls = anyPort, anyPort
	config.ListenPeerUrls, config.AdvertisePeerUrls = anyPort, anyPort
	config.InitialCluster = config.InitialClusterFromName(config.Name)
	config.LogLevel = "panic"
	config.EnableGRPCGateway = false
	// Nothing is kept
	config.UnsafeNoFsync = true
	etcd, err := embed.StartEtcd(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(etcd.Close)
	select {
	case <-etcd.Server.ReadyNotify():
	case <-time.After(time.Minute):
		t.Fatal("etcd is not ready after a minute")
	}
	return "http://" + etcd.Clients[0].Addr().String()
}

func write(t *testing.T, folder, name, text string) string {
	t.Helper()
	file := filepath.Join(folder, name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
