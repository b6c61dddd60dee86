// Command oci writes the agent's image as an OCI layout, for each platform and with the same bytes each time.
//
//	oci -jar JAR -sbom SBOM -license LICENSE -version VERSION -created TIME -cp linux/amd64=FILE -cp linux/arm64=FILE FOLDER
//
// No image is pulled and no daemon is asked. The folder is also what `docker load` takes as a tar: its manifest.json
// names the image of this machine's platform.
package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

const (
	indexType    = "application/vnd.oci.image.index.v1+json"
	manifestType = "application/vnd.oci.image.manifest.v1+json"
	configType   = "application/vnd.oci.image.config.v1+json"
	layerType    = "application/vnd.oci.image.layer.v1.tar+gzip"
	emptyType    = "application/vnd.oci.empty.v1+json"
	sbomType     = "application/vnd.cyclonedx+json"
	name         = "foundry-identity-agent"
)

type platform struct {
	Architecture string `json:"architecture"`
	OS           string `json:"os"`
}

type descriptor struct {
	MediaType    string            `json:"mediaType"`
	Digest       string            `json:"digest"`
	Size         int               `json:"size"`
	ArtifactType string            `json:"artifactType,omitempty"`
	Platform     *platform         `json:"platform,omitempty"`
	Annotations  map[string]string `json:"annotations,omitempty"`
}

type manifest struct {
	SchemaVersion int               `json:"schemaVersion"`
	MediaType     string            `json:"mediaType"`
	ArtifactType  string            `json:"artifactType,omitempty"`
	Config        descriptor        `json:"config"`
	Layers        []descriptor      `json:"layers"`
	Subject       *descriptor       `json:"subject,omitempty"`
	Annotations   map[string]string `json:"annotations,omitempty"`
}

type index struct {
	SchemaVersion int               `json:"schemaVersion"`
	MediaType     string            `json:"mediaType"`
	Manifests     []descriptor      `json:"manifests"`
	Annotations   map[string]string `json:"annotations,omitempty"`
}

type config struct {
	Created      string `json:"created"`
	Architecture string `json:"architecture"`
	OS           string `json:"os"`
	Config       struct {
		User   string
		Env    []string
		Cmd    []string
		Labels map[string]string
	} `json:"config"`
	RootFS struct {
		Type    string   `json:"type"`
		DiffIDs []string `json:"diff_ids"`
	} `json:"rootfs"`
	History []history `json:"history"`
}

type history struct {
	Created   string `json:"created"`
	CreatedBy string `json:"created_by"`
}

type programs map[string]string

func (p programs) String() string { return "" }

func (p programs) Set(text string) error {
	platform, file, ok := strings.Cut(text, "=")
	if !ok || strings.Count(platform, "/") != 1 {
		return fmt.Errorf("PLATFORM=FILE is expected")
	}
	p[platform] = file
	return nil
}

func main() {
	jar := flag.String("jar", "", "the agent's jar")
	sbom := flag.String("sbom", "", "its CycloneDX file")
	license := flag.String("license", "", "its license")
	version := flag.String("version", "", "its version")
	created := flag.String("created", "", "the time of all files, as 2026-11-01T00:00:00Z")
	cp := programs{}
	flag.Var(cp, "cp", "the program cp of a platform, for example linux/amd64=FILE")
	flag.Parse()
	if err := write(*jar, *sbom, *license, *version, *created, cp, flag.Arg(0)); err != nil {
		fmt.Fprintln(os.Stderr, "oci:", err)
		os.Exit(1)
	}
}

func write(jar, sbom, license, version, created string, cp programs, folder string) error {
	at, err := time.Parse(time.RFC3339, created)
	if err != nil {
		return err
	}
	layout := layout{folder}
	if err := os.MkdirAll(filepath.Join(folder, "blobs", "sha256"), 0o755); err != nil {
		return err
	}
	labels := map[string]string{
		"org.opencontainers.image.title":       name,
		"org.opencontainers.image.description": "The Foundry identity agent for Java, for init containers, image volumes and the OpenTelemetry Operator",
		"org.opencontainers.image.version":     version,
		"org.opencontainers.image.created":     created,
		"org.opencontainers.image.licenses":    "Apache-2.0",
		"org.opencontainers.image.base.name":   "scratch",
	}

	// One layer for all platforms: a registry and a node keep it once. Its two names are one file.
	jarBytes, err := os.ReadFile(jar)
	if err != nil {
		return err
	}
	licenseBytes, err := os.ReadFile(license)
	if err != nil {
		return err
	}
	jarLayer, jarDiff, err := layout.layer(at, []entry{
		{path: "foundry-identity-agent.jar", content: jarBytes, mode: 0o444},
		{path: "javaagent.jar", link: "foundry-identity-agent.jar", mode: 0o444},
		{path: "licenses/", mode: 0o755},
		{path: "licenses/LICENSE", content: licenseBytes, mode: 0o444},
	})
	if err != nil {
		return err
	}

	image := index{SchemaVersion: 2, MediaType: indexType, Annotations: labels}
	var loadable []map[string]any
	for _, each := range []string{"linux/amd64", "linux/arm64"} {
		file, ok := cp[each]
		if !ok {
			return fmt.Errorf("no -cp %s=FILE", each)
		}
		program, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		toolLayer, toolDiff, err := layout.layer(at, []entry{
			{path: "bin/", mode: 0o755},
			{path: "bin/cp", content: program, mode: 0o555},
		})
		if err != nil {
			return err
		}
		system, architecture, _ := strings.Cut(each, "/")
		c := config{Created: created, Architecture: architecture, OS: system}
		c.Config.User = "65534:65534"
		c.Config.Env = []string{"PATH=/bin"}
		c.Config.Cmd = []string{"cp"}
		c.Config.Labels = labels
		c.RootFS.Type = "layers"
		c.RootFS.DiffIDs = []string{toolDiff, jarDiff}
		c.History = []history{{created, "agent/fleet/image/build: /bin/cp"}, {created, "agent/fleet/image/build: the jar"}}
		configBlob, err := layout.json(configType, c)
		if err != nil {
			return err
		}
		imageBlob, err := layout.json(manifestType, manifest{SchemaVersion: 2, MediaType: manifestType,
			Config: configBlob, Layers: []descriptor{toolLayer, jarLayer}, Annotations: labels})
		if err != nil {
			return err
		}
		imageBlob.Platform = &platform{architecture, system}
		image.Manifests = append(image.Manifests, imageBlob)
		if architecture == runtime.GOARCH {
			loadable = append(loadable, map[string]any{
				"Config":   path(configBlob),
				"RepoTags": []string{name + ":" + version},
				"Layers":   []string{path(toolLayer), path(jarLayer)},
			})
		}
	}
	imageBlob, err := layout.json(indexType, image)
	if err != nil {
		return err
	}

	// The bill of materials is a referrer of the image, as OCI 1.1 has it: registries list it beside the image
	sbomBytes, err := os.ReadFile(sbom)
	if err != nil {
		return err
	}
	sbomBlob, err := layout.blob(sbomType, sbomBytes)
	if err != nil {
		return err
	}
	sbomBlob.Annotations = map[string]string{"org.opencontainers.image.title": name + "-sbom.json"}
	empty, err := layout.blob(emptyType, []byte("{}"))
	if err != nil {
		return err
	}
	subject := imageBlob
	referrer, err := layout.json(manifestType, manifest{SchemaVersion: 2, MediaType: manifestType, ArtifactType: sbomType,
		Config: empty, Layers: []descriptor{sbomBlob}, Subject: &subject,
		Annotations: map[string]string{"org.opencontainers.image.created": created}})
	if err != nil {
		return err
	}
	referrer.ArtifactType = sbomType

	imageBlob.Annotations = map[string]string{"org.opencontainers.image.ref.name": version}
	if err := layout.file("index.json", index{SchemaVersion: 2, MediaType: indexType, Manifests: []descriptor{imageBlob, referrer}}); err != nil {
		return err
	}
	if err := layout.file("manifest.json", loadable); err != nil {
		return err
	}
	return layout.file("oci-layout", map[string]string{"imageLayoutVersion": "1.0.0"})
}

func path(d descriptor) string { return "blobs/sha256/" + strings.TrimPrefix(d.Digest, "sha256:") }

type layout struct{ folder string }

func (l layout) file(name string, content any) error {
	text, err := json.MarshalIndent(content, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(l.folder, name), append(text, '\n'), 0o644)
}

func (l layout) json(mediaType string, content any) (descriptor, error) {
	text, err := json.Marshal(content)
	if err != nil {
		return descriptor{}, err
	}
	return l.blob(mediaType, text)
}

func (l layout) blob(mediaType string, content []byte) (descriptor, error) {
	d := descriptor{MediaType: mediaType, Digest: digest(content), Size: len(content)}
	return d, os.WriteFile(filepath.Join(l.folder, path(d)), content, 0o644)
}

func digest(content []byte) string {
	sum := sha256.Sum256(content)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// A file, a folder (path ends with a slash), or a hard link to a file of the same layer.
type entry struct {
	path    string
	content []byte
	link    string
	mode    int64
}

// The blob, and the digest of what is in it.
func (l layout) layer(at time.Time, entries []entry) (descriptor, string, error) {
	var plain bytes.Buffer
	archive := tar.NewWriter(&plain)
	for _, e := range entries {
		header := &tar.Header{Name: e.path, Mode: e.mode, Size: int64(len(e.content)), ModTime: at, Format: tar.FormatUSTAR}
		switch {
		case strings.HasSuffix(e.path, "/"):
			header.Typeflag = tar.TypeDir
		case e.link != "":
			header.Typeflag, header.Linkname = tar.TypeLink, e.link
		default:
			header.Typeflag = tar.TypeReg
		}
		if err := archive.WriteHeader(header); err != nil {
			return descriptor{}, "", err
		}
		if _, err := archive.Write(e.content); err != nil {
			return descriptor{}, "", err
		}
	}
	if err := archive.Close(); err != nil {
		return descriptor{}, "", err
	}
	var packed bytes.Buffer
	compressed, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return descriptor{}, "", err
	}
	if _, err := compressed.Write(plain.Bytes()); err != nil {
		return descriptor{}, "", err
	}
	if err := compressed.Close(); err != nil {
		return descriptor{}, "", err
	}
	blob, err := l.blob(layerType, packed.Bytes())
	return blob, digest(plain.Bytes()), err
}
