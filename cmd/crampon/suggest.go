package main

import (
	"fmt"

	"github.com/crampon-lint/crampon/analysis/config"
)

// didYouMean is a clause with the nearest of the names; "" where none is near.
func didYouMean(word string, names []string) string {
	if near := config.Nearest(word, names); near != "" {
		return fmt.Sprintf(" (did you mean %s?)", near)
	}
	return ""
}
