package flows

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"
)

// TestTextsUsed: an id names one approved text, and a text that nobody can ever
// read is not in the list: whoever approves it would think that it is sent.
func TestTextsUsed(t *testing.T) {
	seen := make(map[string]bool)
	var ids []string
	for line := range strings.Lines(tekstenTSV) {
		id, _, _ := strings.Cut(line, "\t")
		if seen[id] {
			t.Errorf("two texts are called %s", id)
		}
		seen[id] = true
		if id != "id" {
			ids = append(ids, id)
		}
	}
	used := idsSaid(t)
	for _, id := range ids {
		if !used[id] {
			t.Errorf("no flow says %s: %s", id, templates[id].text)
		}
	}
}

// idsSaid are the strings that the flows are written with.
func idsSaid(t *testing.T) map[string]bool {
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string]bool)
	for _, f := range files {
		if name := f.Name(); !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), f.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if s, err := strconv.Unquote(lit.Value); err == nil {
					all[s] = true
				}
			}
			return true
		})
	}
	return all
}
