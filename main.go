// Command wijkbot is the bot of the city's neighbourhoods: residents report
// what is wrong in the street, elderly people are asked how they are, and
// wijkagenten reach their wijk, over Telegram and SMS.
//
// The one rule it keeps: main only wires. "wijkbot help" tells what it can do;
// package bot/cli does it.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // a scratch container has no zones of its own

	"wijkbot/bot/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	code := cli.Run(ctx, os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
