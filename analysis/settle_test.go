package analysis

import (
	"runtime"
	"testing"
	"weak"

	"github.com/crampon-lint/crampon/analysis/shell"
)

// What a slot keeps to the end of a run does not hold the programs that were
// judged: neither by a finding that is reported, nor by one that was dropped, nor
// by a comment. 50,000 of them are gigabytes.
func TestSettledHoldsNoProgram(t *testing.T) {
	var program weak.Pointer[shell.Program]
	rule := &Rule{ID: "ALP991", Severity: Warning, Run: func(p *Pass) {
		program = weak.Make(p.Runs[0].Program)
		for _, flow := range p.Flows() {
			p.Report(Finding{Span: flow.Source.Span, Flow: flow, Severity: Hint})
			p.Report(Finding{Span: flow.Sink.Span, Flow: flow})
			p.Report(Finding{Span: flow.Source.Span, Flow: flow, Severity: Hint})
		}
	}}
	fs := newTree("-- x.sh --\n#!/bin/sh\n# crampon ignore=ALP991 why\ntrue\neval \"$1\"\n")
	e := &Engine{FS: fs, Rules: []*Rule{rule}, Settings: Settings{MinSeverity: Info}}
	r := e.newRun()
	slots := r.each(t.Context(), []Target{{Path: "/work/x.sh", Kind: Script}}, r.alone)
	if n := len(slots[0].findings); n != 1 || slots[0].findings[0].Flow == nil {
		t.Fatalf("%d findings, not 1 with its flow", n)
	}
	runtime.GC()
	if program.Value() != nil {
		t.Error("the program is held to the end of the run")
	}
	runtime.KeepAlive(slots)
	runtime.KeepAlive(r)
}
