package main

import (
	"regexp"
	"strings"
)

// The agent's keys and those of its rules, between blanks: agent/fleet/buildpack/pack takes them from docs/public-surface.txt.
var keys = ""

var ruleName = regexp.MustCompile(`^rule\.[A-Za-z0-9]+\.`)

func known(key string) bool {
	return strings.Contains(" "+keys+" ", " "+ruleName.ReplaceAllString(key, "rule.NAME.")+" ")
}

// Which key was meant, if one is near.
func suggestion(key string) string {
	rule := ruleName.FindString(key)
	nearest, least := "", 4
	for _, each := range strings.Fields(keys) {
		if rule != "" {
			each = strings.Replace(each, "rule.NAME.", rule, 1)
		}
		if d := distance(key, each); d < least {
			nearest, least = each, d
		}
	}
	if nearest == "" {
		return ""
	}
	return "; the nearest valid one is " + nearest
}

// How many letters one has to add, remove or replace, by Levenshtein.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			above := row[j+1]
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(diagonal+cost, above+1, row[j]+1)
			diagonal = above
		}
	}
	return row[len(b)]
}
