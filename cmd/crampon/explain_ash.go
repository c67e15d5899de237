package main

import (
	"fmt"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/cmd/crampon/report"
)

// ashTopic is what explain calls the table of ash's dialect.
const ashTopic = "ash"

// ashRelease reads the release whose ash a person asks for: Alpine's, as "3.20" or
// "edge", or BusyBox's, as "1.36". The empty text is the newest Alpine of the table.
// The title says both where both are known.
func ashRelease(s string) (b alpine.BusyBoxRelease, title string, err error) {
	if s == "" {
		s = alpine.Newest().Release.String()
	}
	if b, ok := alpine.ParseBusyBox(s); ok {
		if b < shell.FirstAsh || b > shell.LastAsh {
			return 0, "", fmt.Errorf("the table of ash has BusyBox %v to %v, and not %s", shell.FirstAsh, shell.LastAsh, s)
		}
		return b, fmt.Sprintf("ash of BusyBox %v", b), nil
	}
	r, ok := alpine.ParseRelease(s)
	if !ok {
		return 0, "", fmt.Errorf("%q is no release of Alpine: give one as 3.20", s)
	}
	if r.IsEdge() {
		return shell.LastAsh, fmt.Sprintf("ash of BusyBox %v, the newest that was measured, for Alpine edge", shell.LastAsh), nil
	}
	b = r.BusyBox()
	if b < shell.FirstAsh || b > shell.LastAsh {
		return 0, "", fmt.Errorf("the table of ash has Alpine 3.6 to %v, and not %v", alpine.Newest().Release, r)
	}
	return b, fmt.Sprintf("ash of Alpine %v (BusyBox %v)", r, b), nil
}

// ash writes the page of the dialect in one release.
func (p *page) ash(b alpine.BusyBoxRelease, title string) {
	p.heading(title)
	p.paragraph("What BusyBox ash, /bin/sh of Alpine, makes of what scripts are written with. Each line was run on BusyBox "+
		shell.FirstAsh.String()+" to "+shell.LastAsh.String()+", configured as Alpine does; what works does what bash does.", "")
	var group shell.Group
	for _, f := range shell.AshFeatures() {
		outcome := f.In(b)
		if outcome == shell.NotMeasured {
			continue
		}
		if f.Group != group {
			group = f.Group
			p.heading(string(group))
		}
		p.row(outcome.String(), f.Syntax)
		if outcome != shell.Works && f.Effect != "" {
			p.row("", strings.TrimSpace(f.Effect+" "+f.When()))
			p.row("", "instead: "+f.Instead)
		} else if when := f.When(); when != "" {
			p.row("", changed(outcome, f.When()))
		}
	}
	p.gap = true
	p.paragraph("crampon check tells of these where an image's ash runs them: ALP504, ALP505, ALP506, ALP511, ALP561, ALP562, ALP564, ALP565.", "")
}

// changed says of a row without words of its own in which releases it is otherwise.
func changed(o shell.Outcome, when string) string {
	if o == shell.Works {
		return "not so " + when
	}
	return when
}

// row writes a line of two columns; what does not fit goes on below the second.
func (p *page) row(first, second string) {
	const column = 11
	line := fmt.Sprintf("%-*s", column, first)
	for word := range strings.FieldsSeq(report.Visible(second)) {
		if len(line) > column && len(line)+1+len(word) > p.width {
			p.line(line)
			line = strings.Repeat(" ", column)
		}
		if len(line) > column {
			line += " "
		}
		line += word
	}
	p.line(line)
}
