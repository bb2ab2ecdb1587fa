package cli

import (
	"context"
	"io"
	"strings"
)

// A command is one thing that "wijkbot NAME" does.
type command struct {
	name string
	args []string // the names of what must follow; one in [] may
	own  []string // its own flags, besides the settings
	help string

	// run does it here and now.
	run func(ctx context.Context, k *call) error
	// ask does it to the city: in the process that has the database, which may
	// be another. prepare reads beforehand what only the caller can.
	ask     func(ctx context.Context, c *city, k *call) error
	prepare func(k *call) error
	// makes commands may make a new database.
	makes bool
	// hidden commands are what other commands ask of the running bot.
	hidden bool
	// plain commands look at no setting.
	plain bool
}

// A call is one use of a command.
type call struct {
	config                *config
	configFaults          []error // of run; only check goes on with them
	args                  []string
	json                  bool
	explain               bool
	since, until          string
	residents, days, seed string // of simulate
	wijk                  string
	quarter               string // "2026Q4"
	body                  []byte // the file to import
	in                    io.Reader
	out, err              io.Writer
	// done, when set, ends what prepare began; it hears how the command went.
	done func(error) error
}

const (
	flagJSON    = "json"
	flagSince   = "since"
	flagUntil   = "until"
	flagWijk    = "wijk"
	flagExplain = "explain"
	// Of simulate.
	flagResidents = "residents"
	flagDays      = "days"
	flagSeed      = "seed"
	flagQuarter   = "quarter"
)

// value returns where the value of a flag of a command goes, nil for a name
// that is none.
func (k *call) value(flag string) *string {
	switch flag {
	case flagSince:
		return &k.since
	case flagUntil:
		return &k.until
	case flagWijk:
		return &k.wijk
	case flagResidents:
		return &k.residents
	case flagDays:
		return &k.days
	case flagSeed:
		return &k.seed
	case flagQuarter:
		return &k.quarter
	}
	return nil
}

// commands returns every command. It is a function because help prints it.
func commands() []command {
	rowFlags, exportFlags := []string{flagJSON, flagSince}, []string{flagWijk, flagSince, flagUntil}
	return []command{
		{name: "serve", help: "be the city's bot, until told to stop", run: serve},
		{name: "sandbox", help: "a whole city on this machine, with made-up people and phones on a page", run: sandboxed},
		{name: "talk", help: "speak with the bot in this terminal", run: talked},
		{name: "simulate", own: []string{flagResidents, flagDays, flagSeed, flagJSON}, help: "let a made-up city live with the bot for a year, and count what went wrong", run: simulated, plain: true},
		{name: "check", help: "check the settings and read the whole database", run: check},
		{name: "import", args: []string{"FILE.json"}, help: "take in staff, residents and rounds", makes: true, prepare: openFile, ask: importFile},
		{name: "import wijken", args: []string{"FILE"}, help: "replace the map by a GeoJSON of CBS or PDOK", makes: true, prepare: openFile, ask: importMap},
		{name: "import straten", args: []string{"FILE"}, help: "replace the list of streets by a CSV of street, postcode and wijk", makes: true, prepare: openFile, ask: importStreets},
		{name: "link", args: []string{"ID"}, help: "print a one-time code for a resident or member of staff", ask: link},
		{name: "events", own: rowFlags, help: "list what came in", ask: listEvents},
		{name: "outbox", own: rowFlags, help: "list what went out, or is to go", ask: listOutbox},
		{name: "cases", own: rowFlags, help: "list what people must look at", ask: listCases},
		{name: "reports", own: rowFlags, help: "list the reports of residents", ask: listReports},
		{name: "history", own: rowFlags, help: "list what happened to the reports", ask: listHistory},
		{name: "costs", own: rowFlags, help: "list what was spent on reports, or waits for a second person", ask: listCosts},
		{name: "signals", own: rowFlags, help: "list the spots that are reported again and again", ask: listSignals},
		{name: "categories", own: rowFlags, help: "list what can be reported, and how often our guess at it was right", ask: listCategories},
		{name: "checkins", own: rowFlags, help: "list the check-ins", ask: listCheckIns},
		{name: "proof", own: rowFlags, help: "list for each day whether everybody who was due is accounted for", ask: listProofs},
		{name: "outcomes", own: []string{flagJSON, flagWijk, flagSince, flagUntil}, help: "count how reports ended and what the reporters say of it, by wijk", ask: listOutcomes},
		{name: "letters", args: []string{"ROUND"}, own: []string{flagJSON, flagWijk, flagSince}, help: "list the letters of a round of outreach that are to be printed, as CSV", ask: listLetters},
		{name: "beeld70", own: []string{flagJSON, flagQuarter}, help: "count by wijk how residents over 70 were reached in a quarter; small counts are left out", ask: picture70},
		{name: "beeld70 csv", args: []string{"[FILE]"}, own: []string{flagQuarter}, help: "write the same for a spreadsheet", prepare: toFile, ask: picture70CSV},
		{name: "inzage", args: []string{"ID"}, own: []string{flagJSON}, help: "print in Dutch all that is kept of a resident, for that resident", ask: printInzage},
		{name: "close", args: []string{"REPORT"}, help: "close a report and tell those who made it", ask: closeReport},
		{name: "export csv", args: []string{"[FILE]"}, own: exportFlags, help: "write what anybody may know of the reports, for a spreadsheet", prepare: toFile, ask: exportCSV},
		{name: "export geojson", args: []string{"[FILE]"}, own: exportFlags, help: "write what anybody may know of the reports, for a map", prepare: toFile, ask: exportGeoJSON},
		{name: "key add", args: []string{"NAME"}, help: "make a key for another system, and print it this once", ask: addKey},
		{name: "key list", own: []string{flagJSON}, help: "list the keys of other systems", ask: listKeys},
		{name: "key revoke", args: []string{"NAME"}, help: "end a key", ask: revokeKey},
		{name: "classify", own: []string{flagExplain}, help: "label replies to a check-in, one a line, and say why", run: classify, plain: true},
		{name: "backup", args: []string{"FILE"}, help: "write a copy of the database", prepare: absolute, ask: backup},
		{name: "restore", args: []string{"FILE"}, help: "put a backup in place of the database", run: restore},
		{name: verifyName, help: "read the whole database of the running bot", ask: verifyCity, hidden: true},
		{name: "healthcheck", help: "ask the running bot how it is", run: healthcheck},
		{name: "version", help: "print the version", run: version, plain: true},
		{name: "help", help: "print this", run: help, plain: true},
	}
}

// takes reports whether n arguments may follow the command.
func (c *command) takes(n int) bool {
	least := 0
	for _, a := range c.args {
		if !strings.HasPrefix(a, "[") {
			least++
		}
	}
	return n >= least && n <= len(c.args)
}
