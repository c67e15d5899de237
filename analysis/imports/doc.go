// Package imports is the architecture page: which rooms there are, what each is
// for, and which may know which. It holds no code but the test that enforces
// it; the page is the function floors in imports_test.go.
package imports
