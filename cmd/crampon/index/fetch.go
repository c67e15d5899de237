package index

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/crampon-lint/crampon/analysis/apk"
)

// maxRedirects is how often an address may lead to another.
const maxRedirects = 5

// refusal is an answer that will be the same tomorrow, so that what is kept of the
// address must not hide it.
type refusal string

func (r refusal) Error() string { return string(r) }

var (
	errNotKept     = errors.New("nothing of it is kept")
	errNotModified = errors.New("not modified")
)

// fetch gives the index at an address: the one that is kept where it is still the
// address's, or where nothing is to be had of the address. What open refuses is not
// kept.
func (r *Reader) fetch(address string, open func([]byte) (*apk.Index, error)) (*apk.Index, error) {
	kept, ok := r.kept(address)
	if r.Offline {
		if !ok {
			return nil, errNotKept
		}
		return open(kept.content)
	}
	content, tag, err := r.ask(address, kept.ETag)
	switch {
	case errors.Is(err, errNotModified):
		return open(kept.content)
	case err != nil && ok && !isRefusal(err):
		r.Say(fmt.Sprintf("%s cannot be read (%v): the index of %s serves", shown(address), err, kept.Fetched.Format("2006-01-02 15:04")))
		return open(kept.content)
	case err != nil:
		return nil, err
	}
	x, err := open(content)
	if err == nil {
		r.keep(address, tag, content)
	}
	return x, err
}

func isRefusal(err error) bool {
	_, ok := errors.AsType[refusal](err)
	return ok
}

// ask downloads, unless the host has given no answer before.
func (r *Reader) ask(address, tag string) (content []byte, newTag string, err error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, "", err
	}
	if away, ok := r.away.Load(u.Host); ok {
		return nil, "", away.(error)
	}
	content, newTag, err = r.download(address, tag)
	if err != nil && !isRefusal(err) && !errors.Is(err, errNotModified) {
		r.away.Store(u.Host, err)
	}
	return content, newTag, err
}

// download asks an address for what is newer than the tag; "" for whatever it has.
func (r *Reader) download(address, tag string) (content []byte, newTag string, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), r.Timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, "", err
	}
	request.Header.Set("User-Agent", "crampon")
	// As it is: what is signed are the bytes of the archive.
	request.Header.Set("Accept-Encoding", "identity")
	if tag != "" {
		request.Header.Set("If-None-Match", tag)
	}
	client := http.Client{CheckRedirect: redirect, Transport: r.Transport}
	response, err := client.Do(request)
	if err != nil {
		return nil, "", r.plain(err)
	}
	defer func() { _ = response.Body.Close() }() // it was only read
	switch code := response.StatusCode; {
	case code == http.StatusNotModified && tag != "":
		return nil, "", errNotModified
	case code >= http.StatusInternalServerError:
		return nil, "", errors.New(response.Status)
	case code != http.StatusOK:
		return nil, "", refusal(response.Status)
	case response.ContentLength > maxPacked:
		return nil, "", tooLarge(maxPacked)
	}
	content, err = readAll(response.Body, maxPacked)
	if err != nil {
		return nil, "", r.plain(err)
	}
	return content, response.Header.Get("ETag"), nil
}

// redirect follows a few times, and never to where others can read along.
func redirect(to *http.Request, way []*http.Request) error {
	switch {
	case len(way) > maxRedirects:
		return refusal(fmt.Sprintf("it leads to another address more than %d times", maxRedirects))
	case to.URL.Scheme != "https" && way[0].URL.Scheme == "https":
		return refusal("it leads from https to " + to.URL.Scheme)
	}
	return nil
}

// plain is an error of the network in a few words: the address was named already.
func (r *Reader) plain(err error) error {
	if failed, ok := errors.AsType[*url.Error](err); ok {
		err = failed.Err
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("it has not come within %v", r.Timeout)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the connection broke off")
	}
	return err
}
