package lsp_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
	"github.com/crampon-lint/crampon/lsp"
	"github.com/crampon-lint/crampon/rules"
)

// message is one of JSON-RPC, either way.
type message struct {
	ID     json.RawMessage `json:"id,omitempty"`
	Method string          `json:"method,omitempty"`
	Params json.RawMessage `json:"params,omitempty"`
	Result json.RawMessage `json:"result,omitempty"`
	Error  *struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	} `json:"error,omitempty"`
}

// client is an editor in a test. It keeps the texts by its own reckoning, answers
// the server's requests, and checks every message against the meta model.
type client struct {
	testing.TB
	dir    string
	server *lsp.Testing
	in     *io.PipeWriter
	model  *metaModel
	inUTF8 bool
	exited chan struct{}
	code   int

	mu      sync.Mutex
	cond    *sync.Cond
	next    int
	asked   map[string]string // method by id of the requests that are under way
	answers map[string]message
	heard   []message // notifications and requests of the server
	ended   bool

	texts map[string]*edited
}

// edited is an open document.
type edited struct {
	text    string
	version int
}

// today is the day on which sessions play, so that their output stays.
var today = time.Date(2026, time.November, 22, 0, 0, 0, 0, time.UTC)

func newClient(t testing.TB, dir string, change ...func(*lsp.Options)) *client {
	opts := lsp.Options{
		FS: source.Disk{}, Rules: rules.All(), Version: "1.0.0",
		Settings: analysis.Settings{Today: today, MinSeverity: analysis.Hint},
	}
	for _, f := range change {
		f(&opts)
	}
	c := &client{
		TB: t, dir: dir, server: lsp.NewTesting(opts), model: model(t), exited: make(chan struct{}),
		asked: map[string]string{}, answers: map[string]message{}, texts: map[string]*edited{},
	}
	c.cond = sync.NewCond(&c.mu)
	in, toServer := io.Pipe()
	fromServer, out := io.Pipe()
	c.in = toServer
	go func() {
		c.code = c.server.Run(context.Background(), in, out)
		_ = out.Close() // of a pipe: never fails
		close(c.exited)
	}()
	go c.listen(bufio.NewReader(fromServer))
	t.Cleanup(func() {
		_ = toServer.Close() // of a pipe: never fails
		<-c.exited
	})
	return c
}

// listen takes what the server says.
func (c *client) listen(r *bufio.Reader) {
	defer func() {
		c.mu.Lock()
		c.ended = true
		c.cond.Broadcast()
		c.mu.Unlock()
	}()
	for {
		length := 0
		for {
			line, err := r.ReadString('\n')
			if err != nil {
				return
			}
			if line = strings.TrimSpace(line); line == "" {
				break
			}
			if value, ok := strings.CutPrefix(line, "Content-Length: "); ok {
				length, _ = strconv.Atoi(value)
			}
		}
		body := make([]byte, length)
		if _, err := io.ReadFull(r, body); err != nil {
			return
		}
		var m message
		if err := json.Unmarshal(body, &m); err != nil {
			c.Errorf("the server says %s: %v", body, err)
			return
		}
		c.take(m)
	}
}

func (c *client) take(m message) {
	c.mu.Lock()
	defer c.mu.Unlock()
	defer c.cond.Broadcast()
	if m.Method == "" {
		method := c.asked[string(m.ID)]
		delete(c.asked, string(m.ID))
		if m.Error == nil {
			c.check(method, true, m.Result)
		}
		c.answers[string(m.ID)] = m
		return
	}
	c.check(m.Method, false, m.Params)
	c.heard = append(c.heard, m)
	if m.ID != nil {
		go c.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":null}`, m.ID))
	}
}

func (c *client) check(method string, isResult bool, raw json.RawMessage) {
	for _, fault := range c.model.faults(method, isResult, raw) {
		c.Errorf("not as the protocol has it: %s\n%.2000s", fault, raw)
	}
}

// send writes a body as a message. What is written after the end is lost.
func (c *client) send(body string) {
	_, _ = fmt.Fprintf(c.in, "Content-Length: %d\r\n\r\n%s", len(body), body)
}

func (c *client) notify(method string, params any) {
	c.send(encode(c.TB, map[string]any{"jsonrpc": "2.0", "method": method, "params": params}))
}

// request sends one and gives its id.
func (c *client) request(method string, params any) string {
	c.mu.Lock()
	c.next++
	id := strconv.Itoa(c.next)
	c.asked[id] = method
	c.mu.Unlock()
	c.send(encode(c.TB, map[string]any{"jsonrpc": "2.0", "id": c.next, "method": method, "params": params}))
	return id
}

// answer waits for the answer to a request.
func (c *client) answer(id string) message {
	c.mu.Lock()
	defer c.mu.Unlock()
	for {
		if m, ok := c.answers[id]; ok {
			delete(c.answers, id)
			return m
		}
		if c.ended {
			c.Fatalf("the server ended without an answer to %s", id)
		}
		c.cond.Wait()
	}
}

func (c *client) call(method string, params any) message { return c.answer(c.request(method, params)) }

// settle waits until the server has told all that follows from what was sent.
func (c *client) settle() {
	c.call("crampon/barrier", nil) // all before it was read
	c.server.Settle()
	c.call("crampon/barrier", nil) // all before it was written
}

// initialize begins a session with these capabilities, in JSON.
func (c *client) initialize(capabilities string) json.RawMessage {
	m := c.call("initialize", map[string]any{
		"processId": nil, "rootUri": c.uri(""), "capabilities": json.RawMessage(capabilities),
		"workspaceFolders": []any{map[string]string{"uri": c.uri(""), "name": "test"}},
	})
	c.notify("initialized", map[string]any{})
	var result struct {
		Capabilities struct{ PositionEncoding string }
	}
	decode(c.TB, m.Result, &result)
	c.inUTF8 = result.Capabilities.PositionEncoding == "utf-8"
	return m.Result
}

// uri is the address of a file of the session's folder.
func (c *client) uri(name string) string {
	if strings.Contains(name, ":") {
		return name
	}
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(filepath.Join(c.dir, name))}).String()
}

// name is the way back.
func (c *client) name(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" {
		return uri
	}
	rel, err := filepath.Rel(c.dir, u.Path)
	if err != nil {
		return uri
	}
	return rel
}

func (c *client) open(name, text string) {
	c.texts[name] = &edited{text, 1}
	c.notify("textDocument/didOpen", map[string]any{"textDocument": map[string]any{
		"uri": c.uri(name), "languageId": "plaintext", "version": 1, "text": text,
	}})
}

// read is a file of the session's folder.
func (c *client) read(name string) string {
	content, err := os.ReadFile(filepath.Join(c.dir, name))
	if err != nil {
		c.Fatal(err)
	}
	return string(content)
}

// edit replaces bytes of an open document.
func (c *client) edit(name string, from, to int, text string) {
	d := c.texts[name]
	change := map[string]any{"range": c.rangeOf(d.text, from, to), "text": text}
	d.text = d.text[:from] + text + d.text[to:]
	d.version++
	c.notify("textDocument/didChange", map[string]any{
		"textDocument":   map[string]any{"uri": c.uri(name), "version": d.version},
		"contentChanges": []any{change},
	})
}

func (c *client) document(name string) map[string]any { return map[string]any{"uri": c.uri(name)} }

type position struct{ Line, Character int }

func (p position) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, `{"line":%d,"character":%d}`, p.Line, p.Character), nil
}

type span struct {
	Start position `json:"start"`
	End   position `json:"end"`
}

// rangeOf and bytesOf are the client's own reckoning of places.
func (c *client) rangeOf(text string, from, to int) span {
	return span{c.positionOf(text, from), c.positionOf(text, to)}
}

func (c *client) positionOf(text string, at int) position {
	starts := lineStarts(text)
	line, found := slices.BinarySearch(starts, at)
	if !found {
		line--
	}
	return position{line, c.units(text[starts[line]:at])}
}

// lineStarts are the bytes at which lines begin: behind LF, CRLF or CR.
func lineStarts(text string) []int {
	starts := []int{0}
	for i := range len(text) {
		if text[i] == '\n' || text[i] == '\r' && !strings.HasPrefix(text[i+1:], "\n") {
			starts = append(starts, i+1)
		}
	}
	return starts
}

func (c *client) units(s string) int {
	if c.inUTF8 {
		return len(s)
	}
	return len(utf16.Encode([]rune(s)))
}

func (c *client) byteOf(text string, p position) int {
	at := lineStarts(text)[p.Line]
	for units := 0; units < p.Character && at < len(text); {
		_, size := utf8.DecodeRuneInString(text[at:])
		units += c.units(text[at : at+size])
		at += size
	}
	return at
}

// under is the text in a range.
func (c *client) under(text string, s span) string {
	return text[c.byteOf(text, s.Start):c.byteOf(text, s.End)]
}

func encode(t testing.TB, v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func decode(t testing.TB, raw json.RawMessage, v any) {
	t.Helper()
	if err := json.Unmarshal(raw, v); err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
}
