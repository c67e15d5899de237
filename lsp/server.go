// Package lsp is the language server over analysis.Engine. It shows what the
// engine finds and knows no rule by name.
//
// Messages are read in one goroutine, in which notifications are obeyed in their
// order: an edit costs a copy of the text. Requests run in goroutines of their own,
// on the text as it was when they came. One more goroutine, the worker, judges
// what changed, the text that was edited last first, and tells the client.
//
// A text is judged anew when it or a file that its judgment read has changed, and
// only then (see judgment). Files are named by path inside; addresses, lines and
// UTF-16 are for the client.
package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	protocol "github.com/sourcegraph/go-lsp"
	"github.com/sourcegraph/jsonrpc2"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Options are what the server is made with.
type Options struct {
	FS       source.FS // the disk
	Rules    []*analysis.Rule
	Settings analysis.Settings
	// Indexes reads the package indexes that configs name, each once; nil for none. It
	// is asked while texts are judged, and must not wait for a network.
	Indexes analysis.Indexes
	Version string
	// Alive tells whether a process is there; nil when that cannot be told.
	Alive func(pid int) bool
	// Tick says when to look whether the client's process is alive; nil for never.
	Tick <-chan time.Time
}

// Server is one session with one client.
type Server struct {
	Options
	ctx    context.Context // of the session
	stream *stream
	conn   *jsonrpc2.Conn
	client clientCapabilities
	// columns is what a position's character counts.
	columns source.Columns
	state   phase // of the reading goroutine
	code    int   // of the process

	running sync.WaitGroup
	mu      sync.Mutex // guards cancels
	cancels map[jsonrpc2.ID]context.CancelFunc
	shown   map[string]bool // faults of config files that the client was told of; the worker's
	*workspace
}

// phase is how far the session is.
type phase int8

const (
	fresh phase = iota
	initialized
	shutDown
)

// Serve talks to a client until it says exit, its output ends, or its process
// is gone, and gives the exit code of the process.
func Serve(ctx context.Context, in io.Reader, out io.Writer, opts Options) int {
	return newServer(opts).serve(ctx, in, out)
}

func newServer(opts Options) *Server {
	return &Server{Options: opts, workspace: newWorkspace(opts), shown: map[string]bool{}, cancels: map[jsonrpc2.ID]context.CancelFunc{}}
}

func (s *Server) serve(ctx context.Context, in io.Reader, out io.Writer) int {
	ctx, cancel := context.WithCancel(ctx)
	s.ctx = ctx
	ready := make(chan struct{})
	quiet := jsonrpc2.SetLogger(log.New(io.Discard, "", 0))
	s.stream = newStream(in, out)
	s.conn = jsonrpc2.NewConn(ctx, s.stream, handler(func(ctx context.Context, req *jsonrpc2.Request) {
		<-ready
		s.handle(ctx, req)
	}), quiet)
	s.running.Go(s.work)
	close(ready)
	<-s.conn.DisconnectNotify()
	cancel()
	s.running.Wait()
	return s.code
}

type handler func(context.Context, *jsonrpc2.Request)

func (h handler) Handle(ctx context.Context, _ *jsonrpc2.Conn, req *jsonrpc2.Request) { h(ctx, req) }

// handle runs in the reading goroutine. While it does, no response is read, so it
// never waits for one.
func (s *Server) handle(ctx context.Context, req *jsonrpc2.Request) {
	defer s.guard(ctx, req)
	if req.Notif {
		s.notification(req)
		return
	}
	switch {
	case req.Method == "initialize" && s.state == fresh:
		result, err := s.initialize(ctx, params(req))
		s.reply(ctx, req.ID, result, err)
	case s.state == fresh:
		s.reply(ctx, req.ID, nil, &jsonrpc2.Error{Code: codeNotInitialized, Message: "initialize comes first"})
	case s.state == shutDown || req.Method == "initialize":
		s.reply(ctx, req.ID, nil, &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidRequest, Message: "not at this point of a session"})
	case req.Method == "shutdown":
		s.state = shutDown
		s.reply(ctx, req.ID, nil, nil)
	default:
		s.request(ctx, req)
	}
}

// guard turns a panic into an error of the one request.
func (s *Server) guard(ctx context.Context, req *jsonrpc2.Request) {
	p := recover()
	if p == nil {
		return
	}
	s.log(protocol.MTError, fmt.Sprintf("crampon failed in %s: %v\n%s", req.Method, p, debug.Stack()))
	if !req.Notif {
		s.reply(ctx, req.ID, nil, &jsonrpc2.Error{Code: jsonrpc2.CodeInternalError, Message: fmt.Sprint("crampon failed: ", p)})
	}
}

// request begins to work on one. The text that it is about is taken here, in the
// order of messages; the rest is done aside.
func (s *Server) request(ctx context.Context, req *jsonrpc2.Request) {
	work, err := s.prepare(req)
	if err != nil {
		s.reply(ctx, req.ID, nil, err)
		return
	}
	ctx, cancel := context.WithCancel(ctx)
	s.mu.Lock()
	s.cancels[req.ID] = cancel
	s.mu.Unlock()
	s.running.Go(func() {
		defer s.guard(ctx, req)
		defer func() {
			s.mu.Lock()
			delete(s.cancels, req.ID)
			s.mu.Unlock()
			cancel()
		}()
		result, err := work(ctx)
		if ctx.Err() != nil {
			result, err = nil, &jsonrpc2.Error{Code: codeCancelled, Message: "cancelled"}
		}
		s.reply(ctx, req.ID, result, err)
	})
}

// work is what remains of a request when its parameters are read.
type work func(context.Context) (any, error)

// prepare reads a request.
func (s *Server) prepare(req *jsonrpc2.Request) (work, error) {
	raw := params(req)
	switch req.Method {
	case "textDocument/diagnostic":
		return s.diagnosticRequest(raw)
	case "workspace/diagnostic":
		return s.workspaceRequest(raw)
	case "textDocument/codeAction":
		return s.codeActionRequest(raw)
	case "codeAction/resolve":
		return s.resolveRequest(raw)
	case "textDocument/hover":
		return s.hoverRequest(raw)
	case "textDocument/documentLink":
		return s.linkRequest(raw)
	}
	return nil, &jsonrpc2.Error{Code: jsonrpc2.CodeMethodNotFound, Message: "there is no method " + req.Method}
}

func (s *Server) notification(req *jsonrpc2.Request) {
	raw := params(req)
	if req.Method == "exit" {
		if s.state != shutDown {
			s.code = 1
		}
		_ = s.conn.Close() // it may be closed
		return
	}
	if s.state != initialized {
		return // as the protocol has it
	}
	var err error
	switch req.Method {
	case "initialized":
		s.register()
		s.scan()
	case "textDocument/didOpen":
		err = s.didOpen(raw)
	case "textDocument/didChange":
		err = s.didChange(raw)
	case "textDocument/didClose":
		err = s.didClose(raw)
	case "textDocument/didSave":
		s.askRecheck()
	case "workspace/didChangeWatchedFiles":
		err = s.didChangeWatchedFiles(raw)
	case "workspace/didChangeWorkspaceFolders":
		err = s.didChangeFolders(raw)
	case "$/cancelRequest":
		err = s.cancelRequest(raw)
	}
	if err != nil {
		s.log(protocol.MTWarning, req.Method+": "+err.Error())
	}
}

// initialize takes what the client can do and says what the server can.
func (s *Server) initialize(ctx context.Context, raw json.RawMessage) (any, error) {
	var p initializeParams
	if err := read(raw, &p); err != nil {
		return nil, err
	}
	s.client, s.state = p.Capabilities, initialized
	result := initializeResult{ServerInfo: protocol.ClientInfo{Name: "crampon", Version: s.Version}}
	c := &result.Capabilities
	c.PositionEncoding = "utf-16"
	if slices.Contains(p.Capabilities.General.PositionEncodings, "utf-8") {
		c.PositionEncoding, s.columns = "utf-8", source.InBytes
	}
	c.TextDocumentSync = &protocol.TextDocumentSyncOptionsOrKind{Options: &protocol.TextDocumentSyncOptions{
		OpenClose: true, Change: protocol.TDSKIncremental, Save: &protocol.SaveOptions{},
	}}
	c.HoverProvider = true
	c.CodeActionProvider = codeActionOptions{CodeActionKinds: []protocol.CodeActionKind{protocol.CAKQuickFix, fixAllKind}, ResolveProvider: true}
	c.Workspace.WorkspaceFolders.Supported, c.Workspace.WorkspaceFolders.ChangeNotifications = true, true
	if s.pulls() {
		c.DiagnosticProvider = &diagnosticOptions{Identifier: "crampon", InterFileDependencies: true, WorkspaceDiagnostics: true}
	}
	folders := p.WorkspaceFolders
	if len(folders) == 0 && p.RootURI != "" {
		folders = []workspaceFolder{{URI: p.RootURI}}
	}
	s.changeFolders(folders, nil)
	if pid := p.ProcessID; pid != nil && s.Alive != nil && s.Alive(*pid) {
		s.running.Go(func() { s.watchParent(ctx, *pid) })
	}
	return result, nil
}

// pulls tells whether the client asks for diagnostics; else they are published. A
// client that cannot be told to ask again, as Neovim 0.10, would never hear of what
// a change in another file did.
func (s *Server) pulls() bool {
	return s.client.TextDocument.Diagnostic != nil && s.client.Workspace.Diagnostics.RefreshSupport
}

// watchParent ends the session when the client's process is gone. One that was
// never seen, for it lives in another container, is not waited for.
func (s *Server) watchParent(ctx context.Context, pid int) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.Tick:
			if !s.Alive(pid) {
				_ = s.conn.Close() // it may be closed
				return
			}
		}
	}
}

// register asks for news of the files that judgments read, where the client can
// be asked.
func (s *Server) register() {
	if !s.client.Workspace.DidChangeWatchedFiles.DynamicRegistration {
		return
	}
	var watchers []watcher
	for _, glob := range watched {
		watchers = append(watchers, watcher{glob})
	}
	s.ask("client/registerCapability", registrationParams{[]registration{{
		ID: "files", Method: "workspace/didChangeWatchedFiles", RegisterOptions: watchersOptions{watchers},
	}}})
}

func (s *Server) cancelRequest(raw json.RawMessage) error {
	var p cancelParams
	var id jsonrpc2.ID
	if err := read(raw, &p); err != nil {
		return err
	}
	if err := id.UnmarshalJSON(p.ID); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if cancel := s.cancels[id]; cancel != nil {
		cancel()
	}
	return nil
}

// reply answers a request. That the connection is gone is no news. Results and
// notifications go past jsonrpc2, which encodes what is encoded three times over.
func (s *Server) reply(ctx context.Context, id jsonrpc2.ID, result any, err error) {
	if err == nil {
		_ = s.stream.WriteObject(response{"2.0", id, result})
		return
	}
	e, ok := errors.AsType[*jsonrpc2.Error](err)
	if !ok {
		e = &jsonrpc2.Error{Code: jsonrpc2.CodeInternalError, Message: err.Error()}
	}
	_ = s.conn.ReplyWithError(ctx, id, e)
}

// notify and ask tell the client something. That it is gone is no news, and what it
// answers changes nothing.
func (s *Server) notify(method string, params any) {
	_ = s.stream.WriteObject(notification{"2.0", method, params})
}

func (s *Server) ask(method string, params any) {
	_, _ = s.conn.DispatchCall(s.ctx, method, params)
}

func (s *Server) log(kind protocol.MessageType, message string) {
	s.notify("window/logMessage", protocol.LogMessageParams{Type: kind, Message: message})
}

func params(req *jsonrpc2.Request) json.RawMessage {
	if req.Params == nil {
		return json.RawMessage("{}")
	}
	return *req.Params
}

// read decodes parameters.
func read(raw json.RawMessage, v any) error {
	if err := json.Unmarshal(raw, v); err != nil {
		return invalid("%v", err)
	}
	return nil
}

func invalid(format string, args ...any) error {
	return &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidParams, Message: fmt.Sprintf(format, args...)}
}
