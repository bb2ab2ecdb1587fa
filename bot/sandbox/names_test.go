package sandbox_test

import (
	"os"
	"regexp"
	"testing"

	"wijkbot/flows/category"
)

// TestPageKnowsCategories: the page has a name for whatever can be reported.
func TestPageKnowsCategories(t *testing.T) {
	page, err := os.ReadFile("page/city.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range category.All() {
		if !regexp.MustCompile(`[{, ]"?` + regexp.QuoteMeta(string(c.Code)) + `"?: "`).Match(page) {
			t.Errorf("page/city.js has no name for %q", c.Code)
		}
	}
}
