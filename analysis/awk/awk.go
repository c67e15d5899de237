// Package awk reads the programs of awk: POSIX's grammar, with what BusyBox and GNU add
// to it that scripts use (func, **, nextfile, |&, length without parentheses). It reads
// and does not run; a program that it cannot read has no tree.
package awk

import "iter"

// Program is the text of an awk, read.
type Program struct {
	Rules     []Rule
	Functions []Function
}

// Rule is a pattern with what is done for it.
type Rule struct {
	// Pattern is empty for BEGIN, END and every line; of a range it has both ends.
	Pattern []*Expr
	// Body is nil where the rule has no braces: it prints the line.
	Body *Stmt
}

// Function is one that the program defines.
type Function struct {
	Name   string
	Params []string
	Body   *Stmt
}

// StmtKind tells what a statement does.
type StmtKind int8

// The kinds of statements.
const (
	Simple StmtKind = iota // an expression, or nothing
	Print                  // Exprs are what it prints: none for the line
	Printf                 // Exprs[0] is the format
	If                     // Exprs[0] decides; Body are what is done, and what else
	While                  // Exprs[0] decides; so of do
	For                    // Exprs[0], if any, decides; Body are the start, the step and what is done
	ForIn                  // Exprs are the name and the array
	Block                  // Body in braces
	Leave                  // next, exit, return and their like, with Exprs if given
	Delete                 // Exprs[0] is the array or its element
)

// Stmt is a statement.
type Stmt struct {
	Kind  StmtKind
	Exprs []*Expr
	// How is the sign behind which To stands, of Print and Printf: ">", ">>", "|", "|&".
	How  string
	To   *Expr
	Body []*Stmt
}

// ExprKind tells what an expression is.
type ExprKind int8

// The kinds of expressions. Text is the sign or the name, as far as one is said here.
const (
	Number      ExprKind = iota // Text as it is written
	String                      // Text between the quotes as it is written, with its escapes
	Regex                       // Text between the slashes as it is written
	Name                        // Text
	Field                       // $ Args[0]
	Index                       // Text [Args]
	Assign                      // Args[0] Text Args[1]: "=", "+="
	Conditional                 // Args[0] ? Args[1] : Args[2]
	Logical                     // Args[0] Text Args[1]: "&&", "||"
	Match                       // Args[0] Text Args[1]: "~", "!~"
	Comparison                  // Args[0] Text Args[1]: "<", "=="
	Arithmetic                  // Args[0] Text Args[1]: "+", "^"
	Concat                      // Args[0] Args[1]
	Unary                       // Text Args[0]: "!", "-", "+"
	Increment                   // Text is "++" or "--", on either side of Args[0]
	Call                        // Text (Args), also of a builtin without parentheses
	Getline                     // Text: "" for the input, "<" for the file Args[0], "|" for the command Args[0]; what is read goes into Args[1], if any
	Member                      // (Args) in Text
	Group                       // (Args): several expressions that only print and Member take
)

// Expr is an expression.
type Expr struct {
	Kind ExprKind
	Text string
	Args []*Expr
}

// All are the expression and those inside it, each in front of its own.
func (e *Expr) All() iter.Seq[*Expr] {
	return func(yield func(*Expr) bool) { e.each(yield) }
}

func (e *Expr) each(yield func(*Expr) bool) bool {
	if e == nil {
		return true
	}
	if !yield(e) {
		return false
	}
	for _, a := range e.Args {
		if !a.each(yield) {
			return false
		}
	}
	return true
}

// Terms are the expressions that the expression puts together to one text, from the
// left; of others itself.
func (e *Expr) Terms() []*Expr {
	if e.Kind != Concat {
		return []*Expr{e}
	}
	return append(e.Args[0].Terms(), e.Args[1].Terms()...)
}

// Statements are those of the program, each in front of those inside it.
func (p *Program) Statements() iter.Seq[*Stmt] {
	return func(yield func(*Stmt) bool) {
		for _, f := range p.Functions {
			if !f.Body.each(yield) {
				return
			}
		}
		for _, r := range p.Rules {
			if !r.Body.each(yield) {
				return
			}
		}
	}
}

func (s *Stmt) each(yield func(*Stmt) bool) bool {
	if s == nil {
		return true
	}
	if !yield(s) {
		return false
	}
	for _, inner := range s.Body {
		if !inner.each(yield) {
			return false
		}
	}
	return true
}

// Expressions are those of the program, patterns first, each in front of those inside it.
func (p *Program) Expressions() iter.Seq[*Expr] {
	return func(yield func(*Expr) bool) {
		for _, r := range p.Rules {
			for _, e := range r.Pattern {
				if !e.each(yield) {
					return
				}
			}
		}
		for s := range p.Statements() {
			for _, e := range s.Exprs {
				if !e.each(yield) {
					return
				}
			}
			if !s.To.each(yield) {
				return
			}
		}
	}
}
