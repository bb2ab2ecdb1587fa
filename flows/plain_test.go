package flows

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// mostWords is the longest sentence at level B1, and meanWords the longest mean
// of a text (F1 of the requirements for check-ins).
const (
	mostWords = 15
	meanWords = 9
)

// officeWords are words of the office that have a plain one.
var officeWords = regexp.MustCompile(`(?i)\b(middels|teneinde|dient te|inzake|conform|derhalve|omtrent|betreffende|desgewenst|ingevolge|tevens|alsmede|indien|reeds|echter|jouw|jij|je)\b`)

var (
	sentenceEnd = regexp.MustCompile(`[.?!:](\s|$)|\n`)
	clockTime   = regexp.MustCompile(`(\d)\.(\d)`)
)

// TestTextsArePlain: what residents and staff read is in short sentences and
// plain words.
func TestTextsArePlain(t *testing.T) {
	texts := 0
	for id, text := range templates {
		texts++
		if words, mean := sentences(text.text); words > mostWords || mean > meanWords {
			t.Errorf("%s: longest sentence %d words, mean %.1f: %s", id, words, mean, text.text)
		}
	}
	for at, text := range literals(t) {
		texts++
		if words, _ := sentences(text); words > mostWords {
			t.Errorf("%s: a sentence of %d words: %s", at, words, text)
		}
		if w := officeWords.FindString(text); w != "" {
			t.Errorf("%s: %q is no plain word: %s", at, w, text)
		}
	}
	if texts < 300 {
		t.Errorf("only %d texts were read", texts)
	}
}

// sentences returns the most words of a sentence in text, and the mean.
func sentences(text string) (most int, mean float64) {
	n, all := 0, 0
	for _, s := range sentenceEnd.Split(clockTime.ReplaceAllString(text, "$1,$2"), -1) {
		if words := len(strings.Fields(s)); words > 0 {
			most, n, all = max(most, words), n+1, all+words
		}
	}
	return most, float64(all) / float64(max(n, 1))
}

var dutchWord = regexp.MustCompile(`(?i)\b(u|uw|wij|het|een|de|niet|bel|stuur|dank|geen)\b`)

// literals returns the Dutch sentences in the code of this package, by place.
func literals(t *testing.T) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string]string)
	files := token.NewFileSet()
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(files, e.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(lit.Value)
			if err == nil && strings.Count(text, " ") >= 3 && len(dutchWord.FindAllString(text, 3)) >= 2 && strings.ContainsAny(text, ".?!") {
				all[files.Position(lit.Pos()).String()] = text
			}
			return true
		})
	}
	return all
}
