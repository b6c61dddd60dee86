package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

const (
	bindingType = "foundry-identity"
	// Linux takes no variable of more than 128 KiB, and the application would not start
	longest = 64 << 10
)

// The variables of the only binding of the type under that root, without those that somebody else has set.
func settings(root string) (map[string]string, error) {
	folder, err := binding(root)
	if err != nil || folder == "" {
		return nil, err
	}
	files, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	variables := map[string]string{}
	for _, each := range files {
		key, file := each.Name(), filepath.Join(folder, each.Name())
		// Kubernetes keeps its own links and folders there, with names that begin with dots
		if key == "type" || key == "provider" || strings.HasPrefix(key, ".") {
			continue
		}
		if !known(key) {
			log("WARN", "'%s' (binding file %s) is not a key of this agent%s", key, file, suggestion(key))
			continue
		}
		value, err := read(file)
		if err != nil {
			return nil, err
		}
		name := strings.NewReplacer(".", "_", "-", "_").Replace(strings.ToUpper(key))
		// One key with two values would switch the agent off
		if value != "" && os.Getenv("FOUNDRY_IDENTITY_"+name) == "" && os.Getenv("IDENTITY_AGENT_"+name) == "" {
			variables["FOUNDRY_IDENTITY_"+name] = value
		}
	}
	return variables, nil
}

// The folder of the binding, or nothing if there is none; two could send tokens to the wrong host.
func binding(root string) (string, error) {
	if root == "" {
		return "", nil
	}
	folders, err := os.ReadDir(root)
	if err != nil {
		return "", err
	}
	found := ""
	for _, each := range folders {
		folder := filepath.Join(root, each.Name())
		text, err := read(filepath.Join(folder, "type"))
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
			continue
		}
		if err != nil {
			return "", err
		}
		if !strings.EqualFold(text, bindingType) {
			continue
		}
		if found != "" {
			return "", fmt.Errorf("two bindings have the type %s: %s and %s", bindingType, found, folder)
		}
		found = folder
	}
	return found, nil
}

// Without blanks and line breaks at its ends, which editors and echo leave.
func read(file string) (string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	value := strings.TrimSpace(string(text))
	if len(value) > longest {
		return "", fmt.Errorf("%s has more than %d KiB", file, longest>>10)
	}
	if strings.ContainsRune(value, 0) {
		return "", fmt.Errorf("%s has a NUL character", file)
	}
	return value, nil
}
