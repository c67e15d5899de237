package lsp_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/crampon-lint/crampon/lsp"
)

const push, pull = `{}`, `{"textDocument":{"diagnostic":{}},"workspace":{"diagnostics":{"refreshSupport":true}}}`

// raw writes bytes as they are.
func (c *client) raw(s string) { _, _ = c.in.Write([]byte(s)) }

// TestBadMessages: whatever comes, the answer is the protocol's error, and the next
// message is heard.
func TestBadMessages(t *testing.T) {
	framed := func(body string) string { return fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body) }
	for _, tt := range []struct {
		name, sent, id string
		code           int
	}{
		{"malformed JSON", framed(`{"jsonrpc":`), "null", -32700},
		{"no JSON", framed("GET / HTTP/1.1"), "null", -32700},
		{"nothing", framed(""), "null", -32700},
		{"length too short", "Content-Length: 10\r\n\r\n" + `{"jsonrpc":"2.0","id":7,"method":"x"}` + "\r\n", "null", -32700},
		{"length below zero", "Content-Length: -5\r\n\r\n{}\r\n", "null", -32700},
		{"length of 4 GB", "Content-Length: 4294967295\r\n\r\n{}\r\n", "null", -32700},
		{"length of words", "Content-Length: many\r\n\r\n{}\r\n", "null", -32700},
		{"batch", framed(`[{"jsonrpc":"2.0","id":7,"method":"x"}]`), "null", -32600},
		{"empty batch", framed(`[]`), "null", -32600},
		{"a number", framed(`5`), "null", -32600},
		{"no method", framed(`{"jsonrpc":"2.0","id":7}`), "7", -32600},
		{"method of a number", framed(`{"jsonrpc":"2.0","id":7,"method":1}`), "7", -32600},
		{"id below zero", framed(`{"jsonrpc":"2.0","id":-7,"method":"x"}`), "-7", -32600},
		{"id null", framed(`{"jsonrpc":"2.0","id":null,"method":"x"}`), "null", -32600},
		{"id of a list", framed(`{"jsonrpc":"2.0","id":[1],"method":"x"}`), "null", -32600},
		{"header in lower case", "content-length:39\r\n\r\n" + `{"jsonrpc":"2.0","id":"a","method":"x"}`, `"a"`, -32002},
		{"before initialize", framed(`{"jsonrpc":"2.0","id":"a","method":"textDocument/hover"}`), `"a"`, -32002},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := newClient(t, t.TempDir())
			c.raw(tt.sent)
			if m := c.answer(tt.id); m.Error == nil || m.Error.Code != tt.code {
				t.Fatalf("answer %+v, want error %d", m.Error, tt.code)
			}
			c.initialize(push)
			if m := c.call("shutdown", nil); m.Error != nil {
				t.Fatalf("then: %+v", m.Error)
			}
		})
	}
}

// TestLengthTooLong eats the next message, and finds the one behind it.
func TestLengthTooLong(t *testing.T) {
	c := newClient(t, t.TempDir())
	c.raw("Content-Length: 60\r\n\r\n" + `{"jsonrpc":"2.0","id":7,"method":"x"}`)
	c.raw("Content-Length: 37\r\n\r\n" + `{"jsonrpc":"2.0","id":8,"method":"x"}`)
	if m := c.answer("null"); m.Error == nil || m.Error.Code != -32700 {
		t.Fatalf("answer %+v", m.Error)
	}
	c.initialize(push)
}

// TestResponsesToNothing are not answered: two sides that do never end.
func TestResponsesToNothing(t *testing.T) {
	c := newClient(t, t.TempDir())
	c.send(`{"jsonrpc":"2.0","id":99,"result":null}`)
	c.send(`{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"?"}}`)
	c.initialize(push)
	c.settle()
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.answers) != 0 {
		t.Errorf("answered: %v", c.answers)
	}
}

// TestOrderOfASession: what does not fit is refused, and nothing is done.
func TestOrderOfASession(t *testing.T) {
	c := newClient(t, t.TempDir())
	c.open("Dockerfile", "FROM alpine:latest\n") // too early: dropped
	c.initialize(push)
	c.settle()
	want := func(method string, params any, code int) {
		t.Helper()
		if m := c.call(method, params); m.Error == nil || m.Error.Code != code {
			t.Errorf("%s: %+v, want error %d", method, m.Error, code)
		}
	}
	want("initialize", map[string]any{"capabilities": map[string]any{}}, -32600)
	want("crampon/unknown", nil, -32601)
	want("textDocument/hover", []int{1}, -32602)
	want("textDocument/hover", map[string]any{"textDocument": c.document("Dockerfile"), "position": position{}}, -32602) // not open
	c.notify("crampon/unknown", nil)
	c.notify("$/unknown", nil)
	c.call("shutdown", nil)
	want("textDocument/hover", nil, -32600)
	if len(c.heard) != 0 {
		t.Errorf("the server said %v", c.heard)
	}
}

// TestEnds: how a session ends, and the exit code of the process.
func TestEnds(t *testing.T) {
	for _, tt := range []struct {
		name string
		end  func(*client)
		code int
	}{
		{"shutdown and exit", func(c *client) { c.call("shutdown", nil); c.notify("exit", nil) }, 0},
		{"exit alone", func(c *client) { c.notify("exit", nil) }, 1},
		{"end of input", func(c *client) { _ = c.in.Close() }, 0},
		{"end of input within a message", func(c *client) { c.raw("Content-Length: 10\r\n\r\n{"); _ = c.in.Close() }, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := newClient(t, t.TempDir())
			c.initialize(push)
			c.open("Dockerfile", "FROM alpine:latest\n")
			tt.end(c)
			<-c.exited
			if c.code != tt.code {
				t.Errorf("exit code %d, want %d", c.code, tt.code)
			}
		})
	}
}

// TestDeadParent: the editor is gone, and its pipe is kept open by another.
func TestDeadParent(t *testing.T) {
	tick := make(chan time.Time)
	alive := make(chan bool, 3)
	c := newClient(t, t.TempDir(), func(o *lsp.Options) {
		o.Tick, o.Alive = tick, func(pid int) bool { return pid == 42 && <-alive }
	})
	alive <- true
	c.call("initialize", map[string]any{"processId": 42, "rootUri": nil, "capabilities": map[string]any{}})
	alive <- true
	tick <- time.Time{}
	c.call("crampon/barrier", nil)
	alive <- false
	tick <- time.Time{}
	<-c.exited
}

// TestEditsOutOfRange are moved into the text.
func TestEditsOutOfRange(t *testing.T) {
	c := newClient(t, t.TempDir())
	c.initialize(push)
	c.open("Dockerfile", "FROM alpine:3.24\r\nRUN a\r\n")
	for i, tt := range []struct {
		from, to  position
		new, want string
	}{
		{position{99, 0}, position{99, 5}, "USER b\n", "FROM alpine:3.24\r\nRUN a\r\nUSER b\n"},
		{position{1, 99}, position{1, 99}, "c", "FROM alpine:3.24\r\nRUN ac\r\nUSER b\n"},
		{position{1, 5}, position{1, 4}, "", "FROM alpine:3.24\r\nRUN c\r\nUSER b\n"}, // the wrong way round
		{position{-1, -1}, position{-1, -1}, "#\n", "#\nFROM alpine:3.24\r\nRUN c\r\nUSER b\n"},
		{position{0, 0}, position{1 << 30, 1 << 30}, "", ""},
	} {
		c.notify("textDocument/didChange", map[string]any{
			"textDocument":   map[string]any{"uri": c.uri("Dockerfile"), "version": i + 2},
			"contentChanges": []any{map[string]any{"range": span{tt.from, tt.to}, "text": tt.new}},
		})
		c.call("crampon/barrier", nil)
		if got := c.server.Text(c.uri("Dockerfile")); got != tt.want {
			t.Fatalf("%v to %v: %q, want %q", tt.from, tt.to, got, tt.want)
		}
	}
}

// diagnosed is the last that was published of a file.
func (c *client) diagnosed(name string) (version, n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	version = -1
	for _, m := range c.heard {
		var p struct {
			URI         string
			Version     int
			Diagnostics []json.RawMessage
		}
		if m.Method == "textDocument/publishDiagnostics" {
			if decode(c.TB, m.Params, &p); p.URI == c.uri(name) {
				version, n = p.Version, len(p.Diagnostics)
			}
		}
	}
	return version, n
}

// TestManyEdits: ten thousand of them, as fast as they can be sent. The text at the
// end is the client's, and so is the version that is told last.
func TestManyEdits(t *testing.T) {
	c := newClient(t, t.TempDir())
	c.initialize(push)
	c.open("Dockerfile", "FROM alpine:3.24\nRUN apk add --no-cache curl~8 😀\nUSER nobody\n")
	random := rand.New(rand.NewPCG(1, 2))
	many := 10_000
	if testing.Short() { // under the race detector
		many = 1000
	}
	for range many {
		text := c.texts["Dockerfile"].text
		var starts []int
		for i := range text {
			starts = append(starts, i)
		}
		starts = append(starts, len(text))
		from := random.IntN(len(starts))
		to := min(from+random.IntN(3), len(starts)-1)
		words := []string{"a", "\n", "RUN apk add x", "😀", "", "\"", "\\\n", "é", "\r\n", "<<EOF\n"}
		if len(text) > 300 {
			from, to = 0, len(starts)/2
		}
		c.edit("Dockerfile", starts[from], starts[to], words[random.IntN(len(words))])
	}
	c.edit("Dockerfile", 0, len(c.texts["Dockerfile"].text), "FROM alpine:latest\nUSER nobody\n")
	c.settle()
	if got, want := c.server.Text(c.uri("Dockerfile")), c.texts["Dockerfile"].text; got != want {
		t.Errorf("the server has %q, the client %q", got, want)
	}
	if version, n := c.diagnosed("Dockerfile"); version != c.texts["Dockerfile"].version || n != 1 {
		t.Errorf("last told: version %d with %d findings, want %d with 1", version, n, c.texts["Dockerfile"].version)
	}
}

// TestAddressSpelledOtherwise: a document that is opened by its address in another
// spelling takes the place of the one before, which is told of as if it were closed.
func TestAddressSpelledOtherwise(t *testing.T) {
	c := newClient(t, t.TempDir())
	c.initialize(push)
	c.open("Dockerfile", "FROM alpine:latest\nUSER nobody\n")
	c.settle()
	spelled := strings.Replace(c.uri("Dockerfile"), "Dockerfile", "Docker%66ile", 1)
	c.open(spelled, "FROM alpine:latest\nFROM alpine:latest\nUSER nobody\n")
	c.settle()
	if version, n := c.diagnosed("Dockerfile"); version != 0 || n != 0 {
		t.Errorf("the first has version %d with %d findings", version, n)
	}
	c.edit("Dockerfile", 0, 4, "x")
	c.notify("textDocument/didClose", map[string]any{"textDocument": c.document("Dockerfile")})
	c.settle()
	if m := c.call("textDocument/hover", map[string]any{"textDocument": c.document("Dockerfile"), "position": position{0, 5}}); m.Error == nil {
		t.Errorf("hovering over the first: %s", m.Result)
	}
	if version, n := c.diagnosed(spelled); version != 1 || n != 2 {
		t.Errorf("the second has version %d with %d findings, want 1 with 2", version, n)
	}
	c.notify("textDocument/didClose", map[string]any{"textDocument": c.document(spelled)})
	c.settle()
	if texts, _ := c.server.Known(); texts != 0 {
		t.Errorf("%d texts are kept", texts)
	}
}

// TestManyDocuments: two thousand open at once, each told of; closed, nothing is kept.
func TestManyDocuments(t *testing.T) {
	before := runtime.NumGoroutine()
	t.Run("open", func(t *testing.T) {
		c := newClient(t, t.TempDir())
		c.initialize(push)
		c.settle()
		many := 2000
		if testing.Short() {
			many = 200
		}
		for i := range many {
			c.open(fmt.Sprintf("%d/Dockerfile", i), "FROM alpine:latest\nUSER nobody\n")
		}
		c.settle()
		published := map[string]bool{}
		for _, m := range c.heard {
			if m.Method == "textDocument/publishDiagnostics" && strings.Contains(string(m.Params), "ALP101") {
				published[string(m.Params[:60])] = true
			}
		}
		if len(published) < many {
			t.Errorf("told of %d documents, want %d", len(published), many)
		}
		for i := range many {
			c.notify("textDocument/didClose", map[string]any{"textDocument": c.document(fmt.Sprintf("%d/Dockerfile", i))})
		}
		c.settle()
		if version, n := c.diagnosed("7/Dockerfile"); version != 0 || n != 0 {
			t.Errorf("closed, and still version %d with %d findings", version, n)
		}
		if texts, requests := c.server.Known(); texts != 0 || requests != 0 {
			t.Errorf("%d texts and %d requests are kept", texts, requests)
		}
	})
	// The pipes' last readers, and the test above, are on their way out.
	for end := time.Now().Add(time.Minute); time.Now().Before(end); runtime.Gosched() {
		if runtime.NumGoroutine() <= before {
			return
		}
	}
	stacks := make([]byte, 1<<16)
	t.Errorf("%d goroutines, %d before:\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
}

// TestCancel: a request that is kept ends when the client says so; its neighbour
// does not.
func TestCancel(t *testing.T) {
	c := newClient(t, t.TempDir())
	c.initialize(pull)
	held := c.request("workspace/diagnostic", map[string]any{"previousResultIds": []any{}, "partialResultToken": "w"})
	other := c.request("workspace/diagnostic", map[string]any{"previousResultIds": []any{}, "partialResultToken": "w"})
	c.settle()
	c.notify("$/cancelRequest", map[string]any{"id": json.RawMessage(held)})
	if m := c.answer(held); m.Error == nil || m.Error.Code != -32800 {
		t.Errorf("cancelled: %+v", m)
	}
	c.open("Dockerfile", "FROM alpine:latest\n")
	if m := c.answer(other); m.Error != nil || !strings.Contains(string(m.Result), "ALP101") {
		t.Errorf("kept until there is something new: %+v %s", m.Error, m.Result)
	}
	c.notify("$/cancelRequest", map[string]any{"id": 12345}) // long gone
	c.notify("$/cancelRequest", map[string]any{"id": true})
	c.settle()
}

// TestFolders: several at the start, one more and one less later. What is asked for
// of the workspace follows.
func TestFolders(t *testing.T) {
	c := newClient(t, t.TempDir())
	s := &session{client: c}
	for _, name := range []string{"a/Dockerfile", "b/Dockerfile", "c/Dockerfile"} {
		s.write(name, "FROM alpine:latest\nUSER nobody\n")
	}
	folder := func(name string) map[string]string { return map[string]string{"uri": c.uri(name), "name": name} }
	c.call("initialize", map[string]any{
		"processId": nil, "rootUri": nil, "capabilities": json.RawMessage(pull),
		"workspaceFolders": []any{folder("a"), folder("b")},
	})
	c.notify("initialized", map[string]any{})
	files := func() (names []string) {
		c.settle()
		var report struct{ Items []struct{ URI string } }
		decode(t, c.call("workspace/diagnostic", map[string]any{"previousResultIds": []any{}}).Result, &report)
		for _, item := range report.Items {
			names = append(names, c.name(item.URI))
		}
		return names
	}
	if got := strings.Join(files(), " "); got != "a/Dockerfile b/Dockerfile" {
		t.Errorf("at first: %s", got)
	}
	c.notify("workspace/didChangeWorkspaceFolders", map[string]any{"event": map[string]any{
		"added": []any{folder("c")}, "removed": []any{folder("a")},
	}})
	if got := strings.Join(files(), " "); got != "b/Dockerfile c/Dockerfile" {
		t.Errorf("then: %s", got)
	}
}
