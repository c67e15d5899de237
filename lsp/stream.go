package lsp

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"

	"github.com/sourcegraph/jsonrpc2"
)

// maxMessage is the longest message that is taken, in bytes: an editor's buffer of
// the largest file that is linted, with every byte escaped, and some air.
const maxMessage = 64 << 20

// stream reads and writes messages with headers. What it cannot read it answers
// by the protocol's error and goes on with the next message, where jsonrpc2's own
// would end the connection.
type stream struct {
	in  *bufio.Reader
	mu  sync.Mutex // held while writing
	out io.Writer
	// closer ends the reading; nil when only the end of the input does.
	closer io.Closer
}

func newStream(in io.Reader, out io.Writer) *stream {
	s := &stream{in: bufio.NewReaderSize(in, 1<<16), out: out}
	s.closer, _ = in.(io.Closer)
	return s
}

// Close implements jsonrpc2.ObjectStream.
func (s *stream) Close() error {
	if s.closer == nil {
		return nil
	}
	return s.closer.Close()
}

// WriteObject implements jsonrpc2.ObjectStream.
func (s *stream) WriteObject(v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	message := append(fmt.Appendf(make([]byte, 0, len(body)+32), "Content-Length: %d\r\n\r\n", len(body)), body...)
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err = s.out.Write(message)
	return err
}

// ReadObject implements jsonrpc2.ObjectStream. Its errors are those of the input.
func (s *stream) ReadObject(v any) error {
	for {
		body, err := s.read()
		var bad *badMessage
		if err == nil {
			if bad = decode(body, v); bad == nil {
				return nil
			}
		} else if !errors.As(err, &bad) {
			return err
		}
		if bad.code == 0 {
			continue // a response to nothing; two sides that answer those never end
		}
		if err := s.WriteObject(bad.reply()); err != nil {
			return err
		}
	}
}

// badMessage is a message that is answered by an error, whatever its method.
type badMessage struct {
	code int64           // 0: it is not answered
	id   json.RawMessage // as it came; nil where it is not known
	why  string
}

func (b *badMessage) Error() string { return b.why }

func (b *badMessage) reply() any {
	id := b.id
	if id == nil {
		id = json.RawMessage("null")
	}
	return struct {
		Version string          `json:"jsonrpc"`
		ID      json.RawMessage `json:"id"`
		Error   jsonrpc2.Error  `json:"error"`
	}{"2.0", id, jsonrpc2.Error{Code: b.code, Message: b.why}}
}

// decode reads a body. A message that jsonrpc2 cannot hold (no object, a batch, an
// identifier that is neither a string nor a whole number from 0) is bad.
func decode(body []byte, v any) *badMessage {
	if !json.Valid(body) {
		return &badMessage{code: jsonrpc2.CodeParseError, why: "this is not JSON; the Content-Length may be wrong"}
	}
	if body = bytes.TrimSpace(body); body[0] != '{' {
		return &badMessage{code: jsonrpc2.CodeInvalidRequest, why: "a message is one object; batches are not taken"}
	}
	var envelope struct {
		ID     json.RawMessage `json:"id"`
		Method json.RawMessage `json:"method"`
		Result json.RawMessage `json:"result"`
		Error  json.RawMessage `json:"error"`
	}
	_ = json.Unmarshal(body, &envelope) // what does not fit is left out
	id, isRequest := envelope.ID, len(envelope.Method) > 0
	named := len(id) == 0 || string(id) != "null" && new(jsonrpc2.ID).UnmarshalJSON(id) == nil
	switch {
	case named && json.Unmarshal(body, v) == nil:
		return nil
	case !isRequest && (len(envelope.Result) > 0 || len(envelope.Error) > 0):
		return &badMessage{}
	case len(id) > 0 && (id[0] == '{' || id[0] == '['):
		id = nil
	}
	return &badMessage{code: jsonrpc2.CodeInvalidRequest, id: id, why: "this is neither a request nor a response"}
}

// read gives the body of the next message. Lines that are no header are passed
// over: behind a wrong length, the next header is found again.
func (s *stream) read() ([]byte, error) {
	length := -1
	for {
		line, err := s.in.ReadSlice('\n')
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return nil, err
		}
		text := strings.TrimSpace(string(line))
		if text == "" && length >= 0 {
			break
		}
		// A header may stand behind what is left of a body.
		const header = "content-length:"
		lower := strings.ToLower(text)
		at := strings.LastIndex(lower, header)
		if at < 0 || len(lower) != len(text) {
			continue
		}
		value := strings.TrimSpace(text[at+len(header):])
		n, err := strconv.ParseUint(value, 10, 32)
		if err != nil || n > maxMessage {
			return nil, &badMessage{code: jsonrpc2.CodeParseError, why: fmt.Sprintf("Content-Length is %.40q; it is a number of at most %d", value, maxMessage)}
		}
		length = int(n)
	}
	// The length is believed as far as bytes come.
	var body bytes.Buffer
	_, err := io.CopyN(&body, s.in, int64(length))
	return body.Bytes(), err
}
