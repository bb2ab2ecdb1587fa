package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The sizes at which a reader gets lost. Tables (a literal at package level)
// do not count: they are read by searching, not from top to bottom.
const (
	mostLines     = 400
	mostTestLines = 700
	mostFunc      = 60
)

// topLevel is all that may lie at the root, besides what git does not know.
var topLevel = []string{
	".ci", ".dockerignore", ".gitignore", "Dockerfile", "LICENSE", "README.md", "bot", "flows", "go.mod", "go.sum",
	"main.go", "notifier", "store",
}

// badNames say nothing about what is inside.
var badNames = []string{"util", "utils", "common", "helpers", "helper", "models", "misc", "shared", "base"}

// unfinished marks what somebody meant to come back to, and machinePath what
// works on one machine only. Both are put together here so that this file does
// not find itself.
var (
	unfinished  = regexp.MustCompile(`\b(` + "TO" + `DO|FIX` + `ME|XX` + `X)\b`)
	machinePath = regexp.MustCompile(`["'\x60\s(=:](/wo` + `rk|/ro` + `ot|/home/[a-z]+)/`)
)

// A source is one parsed file.
type source struct {
	path string
	text string
	file *ast.File
	fset *token.FileSet
	test bool
}

func (s source) line(p token.Pos) int { return s.fset.Position(p).Line }

func TestShape(t *testing.T) {
	sources := parse(t)
	packages := make(map[string]bool) // documented or not
	for _, s := range sources {
		s.checkSize(t)
		s.checkWords(t)
		s.checkDecls(t)
		s.checkCalls(t)
		if !s.test {
			dir := filepath.Dir(s.path)
			packages[dir] = packages[dir] || s.file.Doc != nil
		}
	}
	for dir, documented := range packages {
		if !documented {
			t.Errorf("%s: no package comment: say what it is for, the one rule it keeps and how to add to it", dir)
		}
		if slices.Contains(badNames, filepath.Base(dir)) {
			t.Errorf("%s: the name says nothing about what is inside", dir)
		}
	}
}

func TestTopLevelIsFixed(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		loose := !e.IsDir() && filepath.Ext(e.Name()) != ".go" // a database, a binary
		loose = loose || strings.HasSuffix(e.Name(), "_test.go")
		if !loose && e.Name() != ".git" && !slices.Contains(topLevel, e.Name()) {
			t.Errorf("%s: the top level is fixed; find it a place below", e.Name())
		}
	}
}

// Text files are held to the same words as code.
func TestNothingUnfinished(t *testing.T) {
	walk(t, func(path string) {
		switch filepath.Ext(path) {
		case ".md", ".txt", ".txtar", ".html", ".js", ".css", "":
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			checkText(t, path, string(b))
		}
	})
}

func checkText(t *testing.T, path, text string) {
	t.Helper()
	for i, line := range strings.Split(text, "\n") {
		if unfinished.MatchString(line) {
			t.Errorf("%s:%d: unfinished: do it, or open an issue", path, i+1)
		}
		if machinePath.MatchString(line) {
			t.Errorf("%s:%d: a path of one machine", path, i+1)
		}
	}
}

func (s source) checkWords(t *testing.T) {
	t.Helper()
	checkText(t, s.path, s.text)
}

func (s source) checkSize(t *testing.T) {
	t.Helper()
	limit := mostLines
	if s.test {
		limit = mostTestLines
	}
	n := strings.Count(s.text, "\n")
	for _, d := range s.file.Decls {
		if g, ok := d.(*ast.GenDecl); ok && (g.Tok == token.VAR || g.Tok == token.CONST) {
			n -= s.line(g.End()) - s.line(g.Pos())
		}
	}
	if n > limit {
		t.Errorf("%s: %d lines, more than %d: it holds more than one subject", s.path, n, limit)
	}
}

func (s source) checkDecls(t *testing.T) {
	t.Helper()
	for _, d := range s.file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			s.checkFunc(t, d)
		case *ast.GenDecl:
			s.checkGen(t, d)
		}
	}
}

func (s source) checkFunc(t *testing.T, f *ast.FuncDecl) {
	t.Helper()
	name := f.Name.Name
	if name == "init" && f.Recv == nil {
		t.Errorf("%s:%d: no init: what happens at start is in main, in order", s.path, s.line(f.Pos()))
	}
	if s.test {
		return
	}
	if n := s.line(f.End()) - s.line(f.Pos()) + 1; n > mostFunc {
		t.Errorf("%s:%d: %s has %d lines, more than %d: it does not fit on a screen", s.path, s.line(f.Pos()), name, n, mostFunc)
	}
	if ast.IsExported(name) && exportedReceiver(f) && !begins(f.Doc, name) {
		t.Errorf("%s:%d: %s needs a sentence that starts with its name", s.path, s.line(f.Pos()), name)
	}
}

// exportedReceiver reports whether f can be called from outside.
func exportedReceiver(f *ast.FuncDecl) bool {
	if f.Recv == nil {
		return true
	}
	kind := f.Recv.List[0].Type
	for {
		switch x := kind.(type) {
		case *ast.StarExpr:
			kind = x.X
		case *ast.IndexExpr:
			kind = x.X
		case *ast.Ident:
			return x.IsExported()
		default:
			return false
		}
	}
}

// begins reports whether a comment is a sentence about name.
func begins(doc *ast.CommentGroup, name string) bool {
	for _, article := range []string{"", "A ", "An ", "The "} {
		if doc != nil && strings.HasPrefix(doc.Text(), article+name) {
			return true
		}
	}
	return false
}

func (s source) checkGen(t *testing.T, g *ast.GenDecl) {
	t.Helper()
	if s.test {
		return
	}
	for _, spec := range g.Specs {
		switch x := spec.(type) {
		case *ast.TypeSpec:
			doc := x.Doc
			if doc == nil {
				doc = g.Doc
			}
			if x.Name.IsExported() && !begins(doc, x.Name.Name) {
				t.Errorf("%s:%d: %s needs a sentence that starts with its name", s.path, s.line(x.Pos()), x.Name.Name)
			}
		case *ast.ValueSpec:
			if x.Names[0].IsExported() && x.Doc == nil && x.Comment == nil && g.Doc == nil {
				t.Errorf("%s:%d: %s needs a comment, its own or that of its group", s.path, s.line(x.Pos()), x.Names[0].Name)
			}
		}
	}
}

// checkCalls refuses sleeping in tests, unless on the fake clock of synctest,
// and the real clock where time is to come with the message.
func (s source) checkCalls(t *testing.T) {
	t.Helper()
	pure := !s.test && (strings.HasPrefix(s.path, "flows"+string(filepath.Separator)) ||
		strings.HasPrefix(s.path, filepath.Join("store", "wijk")+string(filepath.Separator)))
	fake := strings.Contains(s.text, `"testing/synctest"`)
	ast.Inspect(s.file, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if pkg, ok := sel.X.(*ast.Ident); !ok || pkg.Name != "time" {
			return true
		}
		switch {
		case s.test && !fake && sel.Sel.Name == "Sleep":
			t.Errorf("%s:%d: a test that sleeps is slow or fails now and then; wait for what must happen", s.path, s.line(n.Pos()))
		case pure && (sel.Sel.Name == "Now" || sel.Sel.Name == "Since" || sel.Sel.Name == "Until"):
			t.Errorf("%s:%d: time comes with the message, not from the clock", s.path, s.line(n.Pos()))
		}
		return true
	})
}

// parse reads every Go file of ours.
func parse(t *testing.T) (all []source) {
	t.Helper()
	fset := token.NewFileSet()
	walk(t, func(path string) {
		if filepath.Ext(path) != ".go" {
			return
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		f, err := parser.ParseFile(fset, path, b, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, source{path: path, text: string(b), file: f, fset: fset, test: strings.HasSuffix(path, "_test.go")})
	})
	if len(all) < 20 {
		t.Fatalf("only %d files found", len(all))
	}
	return all
}

// walk calls fn for each file of the repository.
func walk(t *testing.T, fn func(path string)) {
	t.Helper()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path == ".git" {
			return filepath.SkipDir
		}
		// A database or a binary that somebody made here is not ours to read.
		loose := filepath.Dir(path) == "." && !slices.Contains(topLevel, path) && filepath.Ext(path) != ".go"
		if d.Type().IsRegular() && !loose {
			fn(path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
