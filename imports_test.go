package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// A listed package is what "go list" tells of it.
type listed struct {
	ImportPath string
	Imports    []string // of its own code, without tests
	Deps       []string // all that is compiled in
}

// A rule keeps packages apart. Paths ending in /... stand for all below them.
type rule struct {
	of     []string // packages it holds for
	except []string
	// not are imports they may not have themselves, nor may the packages of
	// ours that they use.
	not []string
	// only, when set, are the only packages of ours they may use.
	only []string
	// std allows nothing but the standard library and ours.
	std bool
	why string
}

var rules = []rule{
	{of: []string{"wijkbot/store/wijk/..."}, only: []string{"wijkbot/store/wijk/..."}, std: true,
		why: "everybody imports the nouns, so they import nobody"},
	{of: []string{"wijkbot/store/wijk/..."}, not: []string{"os", "net", "net/http", "os/exec"},
		why: "the nouns do no I/O"},
	{of: []string{"wijkbot/store", "wijkbot/store/intake"}, only: []string{"wijkbot/store", "wijkbot/store/wijk/...", "wijkbot/store/intake"}, std: true,
		why: "what the city knows must not depend on who asks, nor on an engine"},
	{of: []string{"wijkbot/flows/..."}, not: []string{"net", "net/http", "os", "os/exec", "os/signal", "log/slog", "log"},
		why: "a flow does no I/O; put it in a door"},
	{of: []string{"wijkbot/flows/..."}, only: []string{"wijkbot/flows/...", "wijkbot/store", "wijkbot/store/wijk/..."},
		why: "a conversation knows no provider, no engine and nobody who sends"},
	{of: []string{"wijkbot/bot/signalen"}, only: []string{"wijkbot/store/wijk/...", "wijkbot/bot/signalen"},
		why: "a back office's client knows reports, not what the city does with them"},
	{of: []string{"wijkbot/bot/telegram", "wijkbot/bot/twilio"}, only: []string{"wijkbot/store/wijk/...", "wijkbot/bot/telegram", "wijkbot/bot/twilio"},
		why: "a provider's door knows messages, not what the city does with them"},
	{of: []string{"wijkbot/bot/pdok/..."}, only: []string{"wijkbot/bot/pdok/...", "wijkbot/store/wijk/..."}, std: true,
		why: "the geocoder knows addresses, not who asks"},
	{of: []string{"wijkbot/bot/telegram"}, not: []string{"wijkbot/bot/twilio"}, why: "doors do not know each other"},
	{of: []string{"wijkbot/bot/twilio"}, not: []string{"wijkbot/bot/telegram"}, why: "doors do not know each other"},
	{of: []string{"wijkbot/bot"}, only: []string{"wijkbot/bot/photo", "wijkbot/flows/...", "wijkbot/store", "wijkbot/store/wijk/...", "wijkbot/bot"},
		why: "who takes in does not know who sends, nor a provider"},
	{of: []string{"wijkbot/bot/open311", "wijkbot/bot/feed", "wijkbot/bot/export"}, only: []string{"wijkbot/bot/open311", "wijkbot/bot/feed", "wijkbot/bot/export", "wijkbot/bot/guard", "wijkbot/bot/photo", "wijkbot/flows/...", "wijkbot/store", "wijkbot/store/wijk/..."},
		why: "what other systems read and write knows no provider and nobody who sends"},
	{of: []string{"wijkbot/bot/guard"}, only: []string{"wijkbot/bot/guard"}, std: true, why: "it measures strangers, whatever they come for"},
	{of: []string{"wijkbot/notifier/..."}, only: []string{"wijkbot/notifier/...", "wijkbot/flows/...", "wijkbot/store", "wijkbot/store/wijk/..."},
		why: "who sends begins conversations, and knows no provider nor who takes in"},
	{of: []string{"wijkbot/..."}, except: []string{"wijkbot/store/boltkv", "wijkbot/store/kvtest", "wijkbot/bot/cli", "wijkbot/bot/sandbox", "wijkbot/bot/talk", "wijkbot"},
		not: []string{"wijkbot/store/boltkv"}, why: "only the wiring chooses the engine"},
	{of: []string{"wijkbot/..."}, except: []string{"wijkbot"}, not: []string{"wijkbot/bot/cli"},
		why: "the command line wires; nobody builds on it"},
}

// homes says which of our packages may use somebody else's.
var homes = map[string][]string{
	"github.com/go-telegram-bot-api": {"wijkbot/bot/telegram/..."},
	"github.com/twilio":              {"wijkbot/bot/twilio/..."},
	"go.etcd.io/bbolt":               {"wijkbot/store/boltkv"},
	"github.com/robfig/cron":         {"wijkbot/notifier", "wijkbot/bot/sandbox"},
	"github.com/prometheus":          {"wijkbot/bot/cli"},
	"golang.org/x/time":              {"wijkbot/notifier"},
	"golang.org/x/image":             {"wijkbot/bot/photo"},
	"github.com/bep/imagemeta":       {"wijkbot/bot/photo"},
}

// twilioPackages are those that we compile: the root of twilio-go imports
// every product of theirs and takes more than a minute.
var twilioPackages = []string{
	"github.com/twilio/twilio-go/client", "github.com/twilio/twilio-go/rest/api/v2010", "github.com/twilio/twilio-go/twiml",
}

func TestImports(t *testing.T) {
	all := list(t)
	for _, p := range all {
		for _, r := range rules {
			if matches(r.of, p.ImportPath) && !matches(r.except, p.ImportPath) {
				r.check(t, p, all)
			}
		}
		for _, imported := range p.Imports {
			for lib, at := range homes {
				if (imported == lib || strings.HasPrefix(imported, lib+"/")) && !matches(at, p.ImportPath) {
					t.Errorf("%s: %s: %s has its home in %s; use that", p.ImportPath, imported, lib, at)
				}
			}
			if strings.HasPrefix(imported, "github.com/twilio/twilio-go") && !slices.Contains(twilioPackages, imported) {
				t.Errorf("%s: %s: takes a minute to compile; use one of %s", p.ImportPath, imported, twilioPackages)
			}
		}
	}
}

func (r rule) check(t *testing.T, p listed, all map[string]listed) {
	t.Helper()
	for _, dep := range append([]string{p.ImportPath}, p.Deps...) {
		user, ours := all[dep]
		if !ours {
			continue
		}
		if len(r.only) > 0 && !matches(r.only, dep) {
			t.Errorf("%s: %s: %s", p.ImportPath, dep, r.why)
		}
		for _, imported := range user.Imports {
			if matches(r.not, imported) {
				t.Errorf("%s: %s (by %s): %s", p.ImportPath, imported, dep, r.why)
			}
			if first, _, _ := strings.Cut(imported, "/"); r.std && strings.Contains(first, ".") {
				t.Errorf("%s: %s: standard library only: %s", p.ImportPath, imported, r.why)
			}
		}
	}
}

func matches(patterns []string, path string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		if tree, ok := strings.CutSuffix(pattern, "/..."); ok {
			return path == tree || strings.HasPrefix(path, tree+"/")
		}
		return path == pattern
	})
}

// list returns our packages by their path.
func list(t *testing.T) map[string]listed {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports,Deps", "./...").Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		t.Fatalf("go list: %v\n%s", err, exit.Stderr)
	}
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string]listed)
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := d.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		all[p.ImportPath] = p
	}
	if len(all) < 8 {
		t.Fatalf("go list found only %d packages", len(all))
	}
	return all
}
