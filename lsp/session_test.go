package lsp_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write what the server says into the sessions")

// TestSessions plays the sessions of testdata/lsp: files, and behind them what an
// editor does, each step with what the server says to it. `go test ./lsp -update`
// writes the latter.
//
//	start pull utf-8           push or pull; the columns; and what else the client can do
//	open FILE [AS]             as it is on disk, or as another file of the archive
//	edit FILE "old" "new"      the first old, in Go quotes
//	save FILE, close FILE, write FILE "text", link FILE TO, remove FILE, watch FILE KIND
//	hover FILE "text"          on the first character of the text
//	actions FILE "text" [only] there
//	apply "title"              the last actions' one of that name, resolved if need be
//	links FILE, workspace, show FILE
func TestSessions(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "testdata", "lsp", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no sessions: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			last := len(archive.Files) - 1
			if archive.Files[last].Name != "session" {
				t.Fatal("the last part is named session")
			}
			s := &session{client: newClient(t, t.TempDir()), archive: archive}
			for _, f := range archive.Files[:last] {
				s.write(f.Name, string(f.Data))
			}
			got := s.play(string(archive.Files[last].Data))
			if *update {
				archive.Files[last].Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if want := string(archive.Files[last].Data); got != want {
				t.Errorf("the session went otherwise (go test ./lsp -update writes it):\n%s", firstDifference(want, got))
			}
		})
	}
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(w), len(g)) {
		if i >= len(w) || i >= len(g) || w[i] != g[i] {
			from := max(0, i-3)
			return fmt.Sprintf("want\n%s\ngot\n%s", strings.Join(w[min(from, len(w)):min(i+6, len(w))], "\n"), strings.Join(g[min(from, len(g)):min(i+6, len(g))], "\n"))
		}
	}
	return ""
}

type session struct {
	*client
	archive *txtar.Archive
	out     bytes.Buffer
	pull    bool
	ids     map[string]string // result ids by name
	actions []action
}

// action is what the server offers.
type action struct {
	Title       string          `json:"title"`
	Kind        string          `json:"kind"`
	IsPreferred bool            `json:"isPreferred,omitempty"`
	Edit        json.RawMessage `json:"edit,omitempty"`
	Data        json.RawMessage `json:"data,omitempty"`
}

func (s *session) play(script string) string {
	s.ids = map[string]string{}
	for line := range strings.Lines(script) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "  ") {
			continue // what the server said when this was written
		}
		s.out.WriteString(line + "\n")
		words := fields(s, line)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		s.step(words[0], words[1:])
		s.settle()
		s.told()
	}
	return s.out.String()
}

// fields splits a line at blanks, quoted parts taken whole.
func fields(s *session, line string) (out []string) {
	for line = strings.TrimSpace(line); line != ""; line = strings.TrimSpace(line) {
		if line[0] == '#' {
			break
		}
		if line[0] != '"' {
			word, rest, _ := strings.Cut(line, " ")
			out, line = append(out, word), rest
			continue
		}
		quoted, err := strconv.QuotedPrefix(line)
		if err != nil {
			s.Fatalf("%s: %v", line, err)
		}
		word, _ := strconv.Unquote(quoted)
		out, line = append(out, word), line[len(quoted):]
	}
	return out
}

func (s *session) step(verb string, args []string) {
	arg := func(i int) string {
		if i < len(args) {
			return args[i]
		}
		return ""
	}
	name := arg(0)
	switch verb {
	case "start":
		s.start(args)
	case "open":
		var text string
		if arg(1) != "" {
			text = string(s.archive.Files[slices.IndexFunc(s.archive.Files, func(f txtar.File) bool { return f.Name == arg(1) })].Data)
		} else {
			text = s.read(name)
		}
		s.open(name, text)
		s.ask(name)
	case "edit":
		at := s.find(name, arg(1))
		s.edit(name, at, at+len(arg(1)), arg(2))
		s.ask(name)
	case "ask":
		s.ask(name)
	case "save":
		s.write(name, s.texts[name].text)
		s.notify("textDocument/didSave", map[string]any{"textDocument": s.document(name)})
	case "saved": // told of, without a change of the disk
		s.notify("textDocument/didSave", map[string]any{"textDocument": s.document(name)})
	case "close":
		delete(s.texts, name)
		s.notify("textDocument/didClose", map[string]any{"textDocument": s.document(name)})
	case "write":
		s.write(name, arg(1))
	case "link":
		if err := os.Symlink(arg(1), filepath.Join(s.dir, name)); err != nil {
			s.Fatal(err)
		}
	case "remove":
		if err := os.Remove(filepath.Join(s.dir, name)); err != nil {
			s.Fatal(err)
		}
	case "watch":
		kind, err := strconv.Atoi(arg(1))
		if err != nil {
			s.Fatal(err)
		}
		s.notify("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{map[string]any{"uri": s.uri(name), "type": kind}}})
	case "hover":
		s.hover(name, arg(1))
	case "actions":
		s.offer(name, arg(1), args[2:])
	case "apply":
		s.apply(name)
	case "links":
		s.links(name)
	case "workspace":
		s.workspace()
	case "show":
		s.show(name)
	default:
		s.Fatalf("there is no step %s", verb)
	}
}

func (s *session) write(name, text string) {
	path := filepath.Join(s.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		s.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		s.Fatal(err)
	}
}

// find is the byte at which a text first stands in a document.
func (s *session) find(name, text string) int {
	at := strings.Index(s.texts[name].text, text)
	if at < 0 {
		s.Fatalf("there is no %q in %s", text, name)
	}
	return at
}

func (s *session) start(can []string) {
	capabilities := map[string]any{}
	document, workspace := map[string]any{}, map[string]any{}
	for _, word := range can {
		switch word {
		case "push":
		case "pull":
			s.pull = true
			document["diagnostic"] = map[string]any{}
			workspace["diagnostics"] = map[string]any{"refreshSupport": true}
		case "utf-8":
			capabilities["general"] = map[string]any{"positionEncodings": []string{"utf-16", "utf-8"}}
		case "utf-16":
			capabilities["general"] = map[string]any{"positionEncodings": []string{"utf-16"}}
		case "resolve":
			document["codeAction"] = map[string]any{"dataSupport": true, "resolveSupport": map[string]any{"properties": []string{"edit"}}}
		case "versions":
			workspace["workspaceEdit"] = map[string]any{"documentChanges": true}
		case "watches":
			workspace["didChangeWatchedFiles"] = map[string]any{"dynamicRegistration": true}
		case "progress":
			capabilities["window"] = map[string]any{"workDoneProgress": true}
		default:
			s.Fatalf("no client can %s", word)
		}
	}
	capabilities["textDocument"], capabilities["workspace"] = document, workspace
	var result struct {
		Capabilities struct {
			PositionEncoding   string
			DiagnosticProvider any
		}
	}
	decode(s, s.initialize(encode(s, capabilities)), &result)
	s.say("columns in %s, pulled: %v", result.Capabilities.PositionEncoding, result.Capabilities.DiagnosticProvider != nil)
}

func (s *session) say(format string, args ...any) {
	for line := range strings.SplitSeq(fmt.Sprintf(format, args...), "\n") {
		if line = strings.TrimRight(line, " "); line != "" {
			s.out.WriteString("  " + line + "\n")
		}
	}
}

// told shows what the server has said on its own since the last step, sorted: what
// is told of several files has no order.
func (s *session) told() {
	s.mu.Lock()
	heard := s.heard
	s.heard = nil
	s.mu.Unlock()
	var all []string
	for _, m := range heard {
		switch m.Method {
		case "textDocument/publishDiagnostics":
			var p struct {
				URI         string
				Version     int
				Diagnostics []shown
			}
			decode(s, m.Params, &p)
			all = append(all, fmt.Sprintf("%s v%d:%s", s.name(p.URI), p.Version, s.shown(s.name(p.URI), p.Diagnostics)))
		case "$/progress":
			var p struct{ Value struct{ Kind, Title string } }
			decode(s, m.Params, &p)
			if p.Value.Kind != "report" {
				all = append(all, strings.TrimSpace("progress "+p.Value.Kind+" "+p.Value.Title))
			}
		case "window/showMessage", "window/logMessage":
			var p struct{ Message string }
			decode(s, m.Params, &p)
			all = append(all, m.Method+": "+strings.ReplaceAll(p.Message, s.dir+"/", ""))
		default:
			all = append(all, m.Method)
		}
	}
	sort.Strings(all)
	for _, text := range all {
		s.say("%s", text)
	}
}

// shown is a diagnostic as the session shows it.
type shown struct {
	Range           span
	Severity        int
	Code            string
	Message         string
	Tags            []int
	CodeDescription struct{ Href string }
	Related         []struct {
		Location struct {
			URI   string
			Range span
		}
		Message string
	} `json:"relatedInformation"`
}

// shown writes diagnostics, each with the text that the client sees underlined.
func (s *session) shown(name string, diagnostics []shown) string {
	var b strings.Builder
	if len(diagnostics) == 0 {
		return " nothing"
	}
	for _, d := range diagnostics {
		where := ""
		if text := s.texts[name]; text != nil {
			where = strconv.Quote(s.under(text.text, d.Range))
		}
		message, _, _ := strings.Cut(d.Message, "\n")
		fmt.Fprintf(&b, "\n  %d:%d %s %s %s %s", d.Range.Start.Line+1, d.Range.Start.Character+1, [...]string{"", "error", "warning", "info", "hint"}[d.Severity], d.Code, where, message)
		for _, tag := range d.Tags {
			b.WriteString([...]string{"", " (faded)", " (struck)"}[tag])
		}
		if d.Code != "" && !strings.HasSuffix(d.CodeDescription.Href, "#"+strings.ToLower(d.Code)) {
			fmt.Fprintf(&b, " (leads to %s)", d.CodeDescription.Href)
		}
		for _, r := range d.Related {
			fmt.Fprintf(&b, "\n    %s:%d %s", s.name(r.Location.URI), r.Location.Range.Start.Line+1, r.Message)
		}
	}
	return b.String()
}

// ask asks for diagnostics where the client does that.
func (s *session) ask(name string) {
	if !s.pull {
		return
	}
	m := s.call("textDocument/diagnostic", map[string]any{"textDocument": s.document(name), "previousResultId": s.ids[name]})
	s.report(name, m.Result)
}

func (s *session) report(name string, raw json.RawMessage) {
	var r struct {
		Kind, ResultID string
		Version        *int
		Items          []shown
	}
	decode(s, raw, &r)
	s.ids[name] = r.ResultID
	version := ""
	if r.Version != nil {
		version = fmt.Sprintf(" v%d", *r.Version)
	}
	if r.Kind == "unchanged" {
		s.say("%s%s: unchanged", name, version)
		return
	}
	s.say("%s%s:%s", name, version, s.shown(name, r.Items))
}

func (s *session) workspace() {
	previous := []any{}
	for name, id := range s.ids {
		if id != "" {
			previous = append(previous, map[string]any{"uri": s.uri(name), "value": id})
		}
	}
	var report struct{ Items []json.RawMessage }
	decode(s, s.call("workspace/diagnostic", map[string]any{"previousResultIds": previous}).Result, &report)
	for _, item := range report.Items {
		var of struct{ URI string }
		decode(s, item, &of)
		s.report(s.name(of.URI), item)
	}
}

func (s *session) hover(name, text string) {
	at := s.find(name, text)
	m := s.call("textDocument/hover", map[string]any{"textDocument": s.document(name), "position": s.positionOf(s.texts[name].text, at)})
	if string(m.Result) == "null" {
		s.say("nothing")
		return
	}
	var h struct {
		Contents struct{ Value string }
		Range    span
	}
	decode(s, m.Result, &h)
	s.say("%q", s.under(s.texts[name].text, h.Range))
	// Of a rule's page what stands above its first heading will do.
	for part := range strings.SplitSeq(h.Contents.Value, "\n\n---\n\n") {
		part, _, _ = strings.Cut(part, "\n\n## ")
		s.say("%s", part)
	}
}

func (s *session) offer(name, text string, only []string) {
	at := s.find(name, text)
	where := s.positionOf(s.texts[name].text, at)
	asked := map[string]any{"diagnostics": []any{}} // as VS Code sends it when it asks by itself
	if len(only) > 0 {
		asked["only"] = only
	}
	m := s.call("textDocument/codeAction", map[string]any{"textDocument": s.document(name), "range": span{where, where}, "context": asked})
	s.actions = nil
	decode(s, m.Result, &s.actions)
	for _, a := range s.actions {
		preferred := ""
		if a.IsPreferred {
			preferred = " (preferred)"
		}
		s.say("%s: %s%s", a.Kind, a.Title, preferred)
	}
}

// apply does what an action says and shows the changed documents.
func (s *session) apply(title string) {
	i := slices.IndexFunc(s.actions, func(a action) bool { return a.Title == title })
	if i < 0 {
		s.Fatalf("%q is not offered", title)
	}
	a := s.actions[i]
	if a.Edit == nil {
		m := s.call("codeAction/resolve", a)
		if m.Error != nil {
			s.say("error %d: %s", m.Error.Code, m.Error.Message)
			return
		}
		decode(s, m.Result, &a)
	}
	type textEdit struct {
		Range   span
		NewText string
	}
	var edit struct {
		Changes         map[string][]textEdit
		DocumentChanges []struct {
			TextDocument struct {
				URI     string
				Version int
			}
			Edits []textEdit
		}
	}
	decode(s, a.Edit, &edit)
	if edit.Changes == nil {
		edit.Changes = map[string][]textEdit{}
	}
	for _, c := range edit.DocumentChanges {
		if d := s.texts[s.name(c.TextDocument.URI)]; d != nil && d.version != c.TextDocument.Version {
			s.Errorf("an edit of version %d of %s, which is at %d", c.TextDocument.Version, c.TextDocument.URI, d.version)
		}
		edit.Changes[c.TextDocument.URI] = c.Edits
	}
	for uri, edits := range edit.Changes {
		name := s.name(uri)
		text := s.texts[name].text
		slices.SortFunc(edits, func(a, b textEdit) int {
			return s.byteOf(text, b.Range.Start) - s.byteOf(text, a.Range.Start) // the last first, so that places hold
		})
		for _, e := range edits {
			s.edit(name, s.byteOf(text, e.Range.Start), s.byteOf(text, e.Range.End), e.NewText)
		}
		s.show(name)
		s.ask(name)
	}
}

func (s *session) show(name string) {
	for line := range strings.Lines(s.texts[name].text) {
		s.say("| %s", strings.ReplaceAll(strings.TrimSuffix(line, "\n"), "\r", "␍"))
	}
}

func (s *session) links(name string) {
	var links []struct {
		Range           span
		Target, Tooltip string
	}
	decode(s, s.call("textDocument/documentLink", map[string]any{"textDocument": s.document(name)}).Result, &links)
	for _, l := range links {
		s.say("%q %s (%s)", s.under(s.texts[name].text, l.Range), l.Target, l.Tooltip)
	}
}
