// Command cp copies files as `cp SOURCE... TARGET` and `cp -r SOURCE... TARGET` do, for an image without a shell.
//
// In Go, because one source gives a static program for each platform without a C compiler for it; the jar beside it is
// seven times as large. Of the options only those are accepted that init containers use: -r, -R, -a, -f, -p, -v.
package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "cp:", err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	recursive := false
	for len(arguments) > 0 && strings.HasPrefix(arguments[0], "-") && arguments[0] != "-" {
		option := arguments[0]
		arguments = arguments[1:]
		if option == "--" {
			break
		}
		for _, letter := range option[1:] {
			switch letter {
			case 'r', 'R', 'a':
				recursive = true
			case 'f', 'p', 'v':
			default:
				return fmt.Errorf("unknown option %s", option)
			}
		}
	}
	if len(arguments) < 2 {
		return errors.New("usage: cp [-r] SOURCE... TARGET")
	}
	sources, target := arguments[:len(arguments)-1], arguments[len(arguments)-1]
	info, err := os.Stat(target)
	into := err == nil && info.IsDir()
	if !into && (len(sources) > 1 || strings.HasSuffix(target, "/") && !recursive) {
		return fmt.Errorf("%s is not a directory", target)
	}
	for _, source := range sources {
		to := target
		// `cp -r FOLDER/. TARGET` means what is in the folder
		if into && filepath.Base(source) != "." && !strings.HasSuffix(source, "/.") {
			to = filepath.Join(target, filepath.Base(source))
		}
		if err := copyAny(source, to, recursive); err != nil {
			return err
		}
	}
	return nil
}

func copyAny(source, target string, recursive bool) error {
	info, err := os.Stat(source)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return copyFile(source, target, info)
	}
	if !recursive {
		return fmt.Errorf("%s is a directory, and there is no -r", source)
	}
	entries, err := os.ReadDir(source)
	if err != nil {
		return err
	}
	if err := os.Mkdir(target, info.Mode().Perm()|0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	for _, entry := range entries {
		if err := copyAny(filepath.Join(source, entry.Name()), filepath.Join(target, entry.Name()), true); err != nil {
			return err
		}
	}
	return nil
}

// A file appears under its name only when it is whole: a container that starts again meets no half of a jar.
func copyFile(source, target string, info fs.FileInfo) (err error) {
	if there, err := os.Stat(target); err == nil && os.SameFile(info, there) {
		return fmt.Errorf("%s and %s are the same file", source, target)
	}
	from, err := os.Open(source)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := os.CreateTemp(filepath.Dir(target), "."+filepath.Base(target)+"-")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			to.Close()
			os.Remove(to.Name())
		}
	}()
	if _, err := io.Copy(to, from); err != nil {
		return err
	}
	// Another user of the pod reads it
	if err := to.Chmod(info.Mode().Perm() | 0o444); err != nil {
		return err
	}
	if err := to.Close(); err != nil {
		return err
	}
	return os.Rename(to.Name(), target)
}
