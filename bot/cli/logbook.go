package cli

import (
	"io"
	"log/slog"
)

// newLog returns the log: one JSON object a line, whatever a text holds. No
// name, number, token or message goes in; ids of rows do.
func newLog(w io.Writer) *slog.Logger { return slog.New(slog.NewJSONHandler(w, nil)) }
