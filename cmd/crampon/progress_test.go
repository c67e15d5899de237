package main

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// The line is written at each tick, and wiped away at the end.
func TestProgress(t *testing.T) {
	var b bytes.Buffer
	p := &progress{w: &b, terminal: true, end: make(chan struct{})}
	ticks := make(chan time.Time)
	p.wg.Go(func() { p.loop(ticks) })
	ticks <- time.Time{}
	ticks <- time.Time{} // the first line was written when this is taken
	p.tell(3, 7)
	ticks <- time.Time{}
	p.stop()
	const wipe = "\r\x1b[K"
	want := wipe + "crampon: looking for files"
	if got := b.String(); len(got) < len(want) || got[:len(want)] != want {
		t.Errorf("begins %q", got)
	}
	if want := wipe + "crampon: 3 of 7 files" + wipe; !bytes.HasSuffix(b.Bytes(), []byte(want)) {
		t.Errorf("%q does not end with %q", b.String(), want)
	}
}

// A run that ends before a second has passed writes nothing.
func TestNoProgress(t *testing.T) {
	var b bytes.Buffer
	p := newProgress(&b, true)
	p.tell(1, 2)
	p.stop()
	if b.Len() > 0 {
		t.Errorf("%q", b.String())
	}
}

// A log has a line for each tick, without terminal sequences, and one at the end.
func TestProgressInLog(t *testing.T) {
	var b bytes.Buffer
	p := &progress{w: &b, end: make(chan struct{})}
	ticks := make(chan time.Time)
	p.wg.Go(func() { p.loop(ticks) })
	ticks <- time.Time{}
	p.tell(7, 7)
	p.stop()
	if got := b.String(); !strings.HasSuffix(got, "crampon: 7 of 7 files\n") || strings.ContainsAny(got, "\r\x1b") {
		t.Errorf("%q", got)
	}
}
