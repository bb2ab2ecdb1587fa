package wijk

import (
	"slices"
	"strings"
	"testing"
)

// TestStages holds the table against the moves of Signalen as its sources list
// them, without those to the state "h", which this city does not use, and with
// one of our own: what was handed over may fail later.
func TestStages(t *testing.T) {
	short := map[string]Stage{
		"m": Reported, "i": Waiting, "b": InProgress, "ingepland": Planned, "react-req": Asked, "react-rec": Replied, "fwd": Outside,
		"closure": OutsideDone, "ready": ToSend, "sent": HandedOver, "failed": SendFailed, "done": DoneThere, "o": Done, "a": Withdrawn,
		"reopen-req": ReopenAsked, "reopened": Reopened,
	}
	const moves = `m→m,i,b,ready,o,a,ingepland,react-req,fwd
i→m,i,ingepland,closure,o,ready,b,a,react-req,fwd
b→m,ingepland,b,o,a,ready,closure,react-req,fwd
ingepland→m,ingepland,b,o,a,closure,react-req,fwd
ready→sent,failed,a
sent→done,failed,a
failed→m,ready,a
done→o,a,b
o→reopened,reopen-req
a→a,reopened,b
reopened→reopened,b,o,a,ready,m,react-req,fwd
closure→m,closure,i,o,a,b,fwd
reopen-req→o,reopened,a
react-req→m,i,b,ingepland,o,a,react-req,react-rec,ready,fwd
react-rec→m,i,b,o,a,ingepland,react-req,ready,fwd
fwd→closure,m,i,b,fwd,ingepland,o,a,react-req,react-rec,ready`
	seen := 0
	for line := range strings.SplitSeq(moves, "\n") {
		from, to, _ := strings.Cut(line, "→")
		var want []Stage
		for code := range strings.SplitSeq(to, ",") {
			want = append(want, short[code])
		}
		for _, s := range Stages() {
			if got := short[from].May(s.Stage); got != slices.Contains(want, s.Stage) {
				t.Errorf("from %s to %s: %v", from, s.Name, got)
			}
		}
		seen++
	}
	if seen != len(Stages()) {
		t.Errorf("%d states checked, there are %d", seen, len(Stages()))
	}
	for _, s := range Stages() {
		if s.Name == "" || s.Ends != (s.Stage == Done || s.Stage == Withdrawn) || s.Ends == s.Stage.Open() {
			t.Errorf("%s: %+v", s.Stage, s)
		}
	}
	if Stage("h").Open() || Stage("").May(Reported) || Reported.May("") {
		t.Error("what is no stage moves")
	}
}
