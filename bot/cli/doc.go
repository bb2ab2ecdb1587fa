// Package cli is wijkbot as an operator meets it: the commands, their settings
// and exit codes, and the running process with its doors, its admin page and
// its heartbeat.
//
// The one rule it keeps: it wires and it prints, and decides nothing about the
// city. What a script can see (names of commands and settings, exit codes, the
// keys of --json) never changes. To add a command, give it a row in commands
// and a function; to add a setting, a row in settings.
package cli
