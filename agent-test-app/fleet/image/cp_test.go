package image

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// The program of this machine's platform, out of the image.
func program(t *testing.T) string {
	t.Helper()
	image, ok := platforms(t)["linux/"+runtime.GOARCH]
	if !ok || runtime.GOOS != "linux" {
		t.Skip("the image has no program for this machine")
	}
	_, _, contents, _ := unpack(t, blob(t, image.Layers[0]))
	file := filepath.Join(t.TempDir(), "cp")
	if err := os.WriteFile(file, contents["bin/cp"], 0o755); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestCopiesAsCpDoes(t *testing.T) {
	cp := program(t)
	for _, each := range []struct {
		does      string
		arguments string
		// Files that are there afterwards, with their content
		expected string
		fails    string
	}{
		{"a file to a name", "a.jar out/b.jar", "out/b.jar=a", ""},
		{"a file to a folder", "a.jar out", "out/a.jar=a", ""},
		{"a file to a folder with a slash", "a.jar out/", "out/a.jar=a", ""},
		{"over a file", "a.jar old.jar", "old.jar=a", ""},
		{"several files to a folder", "a.jar old.jar out", "out/a.jar=a out/old.jar=old", ""},
		{"a folder to a new name", "-r tree out/new", "out/new/1=1 out/new/sub/2=2", ""},
		{"a folder into a folder", "-r tree out", "out/tree/1=1 out/tree/sub/2=2", ""},
		{"what is in a folder", "-r tree/. out", "out/1=1 out/sub/2=2", ""},
		{"what is in a folder to a new name", "-r tree/. out/new", "out/new/1=1 out/new/sub/2=2", ""},
		{"with options together", "-Rfp tree out", "out/tree/1=1 out/tree/sub/2=2", ""},
		{"a link to a file", "link out/b.jar", "out/b.jar=a", ""},
		{"a name that begins with a dash", "-- -dash out", "out/-dash=dash", ""},
		{"no target", "a.jar", "", "usage: cp"},
		{"nothing", "", "", "usage: cp"},
		{"an unknown option", "-x a.jar out", "", "unknown option -x"},
		{"a file that is not there", "absent out", "", "absent: no such file"},
		{"a folder without -r", "tree out", "", "tree is a directory"},
		{"to a folder that is not there", "a.jar absent/b.jar", "", "no such file"},
		{"to a folder that is not there, with a slash", "a.jar absent/", "", "absent/ is not a directory"},
		{"several files to one name", "a.jar old.jar out/b", "", "out/b is not a directory"},
		{"to itself", "a.jar a.jar", "", "are the same file"},
	} {
		t.Run(each.does, func(t *testing.T) {
			folder := t.TempDir()
			for file, content := range map[string]string{"a.jar": "a", "old.jar": "old", "-dash": "dash", "tree/1": "1", "tree/sub/2": "2"} {
				path := filepath.Join(folder, file)
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(content), 0o640); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.Mkdir(filepath.Join(folder, "out"), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink("a.jar", filepath.Join(folder, "link")); err != nil {
				t.Fatal(err)
			}
			process := exec.Command(cp, strings.Fields(each.arguments)...)
			process.Dir = folder
			output, err := process.CombinedOutput()
			if each.fails != "" {
				if err == nil || !strings.Contains(string(output), each.fails) {
					t.Errorf("%v: %s", err, output)
				}
				if left, _ := os.ReadDir(filepath.Join(folder, "out")); len(left) > 0 {
					t.Errorf("left over: %v", left)
				}
				return
			}
			if err != nil {
				t.Fatalf("%v: %s", err, output)
			}
			for _, pair := range strings.Fields(each.expected) {
				file, content, _ := strings.Cut(pair, "=")
				if got := string(read(t, filepath.Join(folder, file))); got != content {
					t.Errorf("%s is %q", file, got)
				}
				info, err := os.Stat(filepath.Join(folder, file))
				if err != nil {
					t.Fatal(err)
				}
				if info.Mode().Perm()&0o444 != 0o444 {
					t.Errorf("%s: another user cannot read it: %o", file, info.Mode())
				}
			}
			count := 0
			filepath.WalkDir(filepath.Join(folder, "out"), func(_ string, entry os.DirEntry, _ error) error {
				if !entry.IsDir() {
					count++
				}
				return nil
			})
			if expected := strings.Count(each.expected, "out/"); count != expected {
				t.Errorf("%d files, not %d", count, expected)
			}
		})
	}
}
