package report

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
)

// Computed by code scanning's own upload step for these texts.
func TestLineHashesOfCodeScanning(t *testing.T) {
	for content, want := range map[string][]string{
		"": {"c129715d7a2bc9a3:1"},
		"#!/bin/ash\nif [ \"$a\" == b ]; then echo é; fi\n": {"37bd511ff7e1385e:1", "a2b2bdbbb3f7bb3d:1", "c129715d7a2bc9a3:1"},
		"a\r\nb  \t c\r\n\r\n\xf0\x9f\x98\x80 x\nb c\nb c\r\xff\n": {
			"51fdeb8fbc76123b:1", "6f480bd240b673e4:1", "fb5bc07042754d99:1", "5c22aa339bd3a4b3:1",
			"fb506cd4c66a59a8:1", "513e70811e927bcd:1", "a88b3c201b7e6ebe:1", "c129715d7a2bc9a3:1",
		},
	} {
		got := lineHashes([]byte(content), allLines(len(want)))
		for i, w := range want {
			if got[i+1] != w {
				t.Errorf("%q: line %d is %s, not %s", content, i+1, got[i+1], w)
			}
		}
	}
}

// The rolling hash is what it is said to be, worked out anew for each line.
func FuzzLineHashes(f *testing.F) {
	for _, content := range []string{
		"", "\n", "\n\n\n", "x", " \t", "a \r \n b", "\r\r\n\n\r", "a\rb\nc\r\nd",
		strings.Repeat("x", 99) + "\n" + strings.Repeat("x", 100) + "\ny", strings.Repeat("same line\n", 30),
		strings.Repeat("é😀", 80) + "\n\xf0\x9f\x98 \xed\xa0\x80\xff", "\ufeffa\uffffb\n\x00",
	} {
		f.Add([]byte(content))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		want := slowLineHashes(content)
		got := lineHashes(content, allLines(len(want)+1))
		if len(got) != len(want) {
			t.Fatalf("%q: %d lines, not %d", content, len(got), len(want))
		}
		for line, w := range want {
			if got[line] != w {
				t.Errorf("%q: line %d is %s, not %s", content, line, got[line], w)
			}
		}
	})
}

func allLines(n int) map[int]bool {
	wanted := map[int]bool{}
	for line := range n {
		wanted[line+1] = true
	}
	return wanted
}

func slowLineHashes(content []byte) map[int]string {
	var units []uint16
	for len(content) > 0 {
		r, size := decodeReplacing(content)
		units = utf16.AppendRune(units, r)
		content = content[size:]
	}
	var kept []uint16
	for i, u := range units {
		switch {
		case u == '\r':
			kept = append(kept, '\n')
		case u == ' ', u == '\t', u == '\n' && i > 0 && units[i-1] == '\r':
		default:
			kept = append(kept, u)
		}
	}
	kept = append(kept, 0xffff)
	out, seen := map[int]string{}, map[string]int{}
	for i := range kept {
		if i > 0 && kept[i-1] != '\n' {
			continue
		}
		var sum uint64
		for at := i; at < i+100; at++ {
			sum *= 37
			if at < len(kept) {
				sum += uint64(kept[at])
			}
		}
		value := fmt.Sprintf("%x", sum)
		seen[value]++
		out[len(out)+1] = fmt.Sprintf("%s:%d", value, seen[value])
	}
	return out
}

// As Node decodes them.
func TestDecodeReplacing(t *testing.T) {
	for in, want := range map[string]int{
		"\xf0\x9f\x98": 1, "\xed\xa0\x80": 3, "\xe2\x28": 2, "\xc0\x80": 2, "\xf4\x90\x80\x80": 4, "\xf0\x80\x80A": 4,
		"\xe0\x80A": 3, "\xf1\x80A": 2, "\xff\xfe": 2, "\xe2\x82": 1, "\ufeffA": 2, "\x80\x80": 2, "é": 1, "\ufffd": 1,
	} {
		n := 0
		for b := []byte(in); len(b) > 0; n++ {
			_, size := decodeReplacing(b)
			b = b[size:]
		}
		if n != want {
			t.Errorf("%x: %d characters, not %d", in, n, want)
		}
	}
}

// 4 MiB, the largest file there is.
func BenchmarkLineHashes(b *testing.B) {
	content := []byte(strings.Repeat("RUN apk add --no-cache curl\n", 150_000))
	for b.Loop() {
		lineHashes(content, map[int]bool{140_000: true})
	}
}
