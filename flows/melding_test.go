package flows

import (
	"testing"

	"wijkbot/flows/category"
)

// TestExtraQuestionsFit: the conversation has a place for every question that
// a category asks.
func TestExtraQuestionsFit(t *testing.T) {
	for _, c := range category.All() {
		if len(c.Ask) > len(extraQuestions) {
			t.Errorf("%s asks %d questions, more than %d", c.Code, len(c.Ask), len(extraQuestions))
		}
	}
}
