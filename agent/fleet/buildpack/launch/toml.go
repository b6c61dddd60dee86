package main

import (
	"fmt"
	"io"
	"strings"
)

// Each as a bare key and a basic string, the only forms that the Buildpack API takes.
func write(out io.Writer, variables map[string]string) error {
	var text strings.Builder
	for name, value := range variables {
		fmt.Fprintf(&text, "%s = %s\n", name, quoted(value))
	}
	_, err := io.WriteString(out, text.String())
	return err
}

// https://toml.io/en/v1.0.0#string: quotes, backslashes and control characters are escaped, DEL too.
func quoted(value string) string {
	var text strings.Builder
	text.WriteByte('"')
	for _, letter := range value {
		switch {
		case letter == '"' || letter == '\\':
			text.WriteByte('\\')
			text.WriteRune(letter)
		case letter < ' ' || letter == 0x7f:
			fmt.Fprintf(&text, `\u%04X`, letter)
		default:
			text.WriteRune(letter)
		}
	}
	text.WriteByte('"')
	return text.String()
}
