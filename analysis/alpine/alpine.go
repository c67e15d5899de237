// Package alpine is what crampon knows of Alpine Linux and of the container
// images built on it, as tables: releases and their end of life, which release
// an image tag stands for, which applets a release's BusyBox has, what the
// packages that matter to rules bring.
//
// Every table names its source and ends at TableDate. What a table does not
// know is unknown: nothing in this package guesses. All of it is read-only; the
// large tables are read on first use, so that a run that does not ask does not
// pay.
package alpine

import "time"

// TableDate is the day up to which the tables hold. A release that they do not
// have is newer than they are; it is not wrong.
var TableDate = time.Date(2026, time.November, 22, 0, 0, 0, 0, time.UTC)

// Answer is yes, no, or that it is not known. The zero value is Unknown.
type Answer int8

// The answers.
const (
	Unknown Answer = iota
	No
	Yes
)

func (a Answer) String() string {
	switch a {
	case Yes:
		return "yes"
	case No:
		return "no"
	}
	return "unknown"
}

// AnswerOf is Yes or No.
func AnswerOf(b bool) Answer {
	if b {
		return Yes
	}
	return No
}
