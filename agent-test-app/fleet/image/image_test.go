package image

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"debug/elf"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const layout = "../../../target/image"

type descriptor struct {
	MediaType, Digest, ArtifactType string
	Size                            int
	Platform                        struct{ OS, Architecture string }
	Annotations                     map[string]string
}

type index struct{ Manifests []descriptor }

type manifest struct {
	ArtifactType string
	Config       descriptor
	Layers       []descriptor
	Subject      *descriptor
	Annotations  map[string]string
}

func blob(t *testing.T, d descriptor) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(layout, "blobs", "sha256", strings.TrimPrefix(d.Digest, "sha256:")))
	if err != nil {
		t.Fatal(err)
	}
	if len(content) != d.Size || digest(content) != d.Digest {
		t.Errorf("%s is not what its descriptor says", d.Digest)
	}
	return content
}

func digest(content []byte) string {
	sum := sha256.Sum256(content)
	return "sha256:" + hex.EncodeToString(sum[:])
}

func parse[T any](t *testing.T, content []byte) T {
	t.Helper()
	var value T
	if err := json.Unmarshal(content, &value); err != nil {
		t.Fatal(err)
	}
	return value
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func jar() string {
	if named := os.Getenv("AGENT"); named != "" {
		return named
	}
	return "../../../agent/dist/target/foundry-identity-agent.jar"
}

// The image, and what refers to it.
func top(t *testing.T) (descriptor, []descriptor) {
	t.Helper()
	all := parse[index](t, read(t, filepath.Join(layout, "index.json"))).Manifests
	return all[0], all[1:]
}

func platforms(t *testing.T) map[string]manifest {
	t.Helper()
	image, _ := top(t)
	found := map[string]manifest{}
	for _, each := range parse[index](t, blob(t, image)).Manifests {
		found[each.Platform.OS+"/"+each.Platform.Architecture] = parse[manifest](t, blob(t, each))
	}
	return found
}

// Entries of a layer; of a file also its content.
func unpack(t *testing.T, packed []byte) (names []string, headers map[string]*tar.Header, contents map[string][]byte, diff string) {
	t.Helper()
	reader, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	headers, contents = map[string]*tar.Header{}, map[string][]byte{}
	for archive := tar.NewReader(bytes.NewReader(plain)); ; {
		header, err := archive.Next()
		if err == io.EOF {
			return names, headers, contents, digest(plain)
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(archive)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, header.Name)
		headers[header.Name], contents[header.Name] = header, content
	}
}

func TestTwoPlatformsShareTheLayerWithTheJar(t *testing.T) {
	both := platforms(t)
	amd, arm := both["linux/amd64"], both["linux/arm64"]
	if len(both) != 2 || len(amd.Layers) != 2 || len(arm.Layers) != 2 {
		t.Fatalf("platforms: %v", both)
	}
	if amd.Layers[1].Digest != arm.Layers[1].Digest {
		t.Error("the jar is there twice")
	}
	names, headers, contents, _ := unpack(t, blob(t, amd.Layers[1]))
	if got := strings.Join(names, " "); got != "foundry-identity-agent.jar javaagent.jar licenses/ licenses/LICENSE" {
		t.Errorf("entries: %s", got)
	}
	if !bytes.Equal(contents["foundry-identity-agent.jar"], read(t, jar())) {
		t.Error("the jar is another one")
	}
	second := headers["javaagent.jar"]
	if second.Typeflag != tar.TypeLink || second.Linkname != "foundry-identity-agent.jar" {
		t.Errorf("javaagent.jar is a copy: %+v", second)
	}
	for name, header := range headers {
		if header.Uid != 0 || header.Gid != 0 || header.Mode&0o222 != 0 && header.Typeflag != tar.TypeDir || header.Mode&0o444 != 0o444 {
			t.Errorf("%s: owner %d:%d, mode %o", name, header.Uid, header.Gid, header.Mode)
		}
		if header.ModTime.UTC().Format("2006-01-02") != "2026-11-01" {
			t.Errorf("%s has the time %s", name, header.ModTime)
		}
	}
}

func TestEachPlatformHasItsOwnStaticProgram(t *testing.T) {
	machines := map[string]elf.Machine{"linux/amd64": elf.EM_X86_64, "linux/arm64": elf.EM_AARCH64}
	for platform, image := range platforms(t) {
		names, headers, contents, _ := unpack(t, blob(t, image.Layers[0]))
		if got := strings.Join(names, " "); got != "bin/ bin/cp" {
			t.Errorf("entries: %s", got)
		}
		if headers["bin/cp"].Mode != 0o555 {
			t.Errorf("mode: %o", headers["bin/cp"].Mode)
		}
		program, err := elf.NewFile(bytes.NewReader(contents["bin/cp"]))
		if err != nil {
			t.Fatal(err)
		}
		if program.Machine != machines[platform] {
			t.Errorf("%s has a program for %s", platform, program.Machine)
		}
		for _, part := range program.Progs {
			if part.Type == elf.PT_INTERP {
				t.Errorf("%s: the program needs a loader", platform)
			}
		}
	}
}

func TestTheConfigurationSaysWhoRunsItAndWhatItIs(t *testing.T) {
	for platform, image := range platforms(t) {
		config := parse[struct {
			OS, Architecture, Created string
			Config                    struct {
				User       string
				Env        []string
				Entrypoint []string
				Labels     map[string]string
			}
			RootFS struct {
				DiffIDs []string `json:"diff_ids"`
			}
		}](t, blob(t, image.Config))
		if config.OS+"/"+config.Architecture != platform || config.Created != "2026-11-01T00:00:00Z" {
			t.Errorf("%s: %+v", platform, config)
		}
		// A number: with a name the kubelet cannot tell whether it is root
		if config.Config.User != "65534:65534" || config.Config.Entrypoint != nil || config.Config.Env[0] != "PATH=/bin" {
			t.Errorf("%s: %+v", platform, config.Config)
		}
		for _, labels := range []map[string]string{config.Config.Labels, image.Annotations} {
			for _, name := range []string{"title", "description", "version", "created", "licenses"} {
				if labels["org.opencontainers.image."+name] == "" {
					t.Errorf("%s: no label %s", platform, name)
				}
			}
		}
		for i, layer := range image.Layers {
			if _, _, _, diff := unpack(t, blob(t, layer)); diff != config.RootFS.DiffIDs[i] {
				t.Errorf("%s: layer %d is not the one of the configuration", platform, i)
			}
		}
	}
}

func TestTheBillOfMaterialsRefersToTheImage(t *testing.T) {
	image, referrers := top(t)
	if len(referrers) != 1 || referrers[0].ArtifactType != "application/vnd.cyclonedx+json" {
		t.Fatalf("referrers: %+v", referrers)
	}
	sbom := parse[manifest](t, blob(t, referrers[0]))
	if sbom.Subject == nil || sbom.Subject.Digest != image.Digest || sbom.ArtifactType != "application/vnd.cyclonedx+json" {
		t.Errorf("subject: %+v", sbom)
	}
	if string(blob(t, sbom.Config)) != "{}" {
		t.Error("its configuration is not the empty one")
	}
	content := parse[struct {
		BomFormat  string
		Components []any
	}](t, blob(t, sbom.Layers[0]))
	if content.BomFormat != "CycloneDX" || len(content.Components) == 0 {
		t.Error("that is no bill of materials")
	}
}

func TestNothingIsLeftOver(t *testing.T) {
	used := map[string]bool{}
	image, referrers := top(t)
	for _, each := range append(parse[index](t, blob(t, image)).Manifests, append(referrers, image)...) {
		used[each.Digest] = true
		content := parse[manifest](t, blob(t, each))
		used[content.Config.Digest] = true
		for _, layer := range content.Layers {
			used[layer.Digest] = true
		}
	}
	files, err := os.ReadDir(filepath.Join(layout, "blobs", "sha256"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if !used["sha256:"+file.Name()] {
			t.Errorf("nothing names %s", file.Name())
		}
	}
}

// From a copy of the sources elsewhere, in another time zone, with another umask.
func TestASecondBuildElsewhereGivesTheSameBytes(t *testing.T) {
	copied := filepath.Join(t.TempDir(), "elsewhere")
	for _, each := range []string{"agent/fleet", "pom.xml", "LICENSE"} {
		target := filepath.Join(copied, each)
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			t.Fatal(err)
		}
		run(t, nil, "cp", "-r", filepath.Join("../../..", each), target)
	}
	absolute, err := filepath.Abs(jar())
	if err != nil {
		t.Fatal(err)
	}
	second := filepath.Join(copied, "image")
	run(t, []string{"AGENT=" + absolute, "TZ=Asia/Kathmandu"},
		"sh", "-c", "umask 077 && "+filepath.Join(copied, "agent/fleet/image/build")+" "+second)
	if !bytes.Equal(read(t, layout+".tar"), read(t, second+".tar")) {
		t.Error("two builds gave different bytes")
	}
}

func run(t *testing.T, environment []string, command string, arguments ...string) {
	t.Helper()
	process := exec.Command(command, arguments...)
	process.Env = append(os.Environ(), environment...)
	if output, err := process.CombinedOutput(); err != nil {
		t.Fatalf("%s %v: %v\n%s", command, arguments, err, output)
	}
}
