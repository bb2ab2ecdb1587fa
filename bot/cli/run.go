package cli

import (
	"context"
	"fmt"
	"io"
	"runtime/debug"
	"slices"
	"strings"
)

// Run does one command and returns the exit code of the process. args are
// without the program's name, environ is as os.Environ gives it. When ctx ends
// the command stops, in order and within ten seconds.
func Run(ctx context.Context, args, environ []string, stdin io.Reader, stdout, stderr io.Writer) (code int) {
	defer func() {
		// What panicked may hold a resident's words; its type does not.
		if p := recover(); p != nil {
			fmt.Fprintf(stderr, "wijkbot: internal error: %T\n%s", p, debug.Stack())
			code = exitInternal
		}
	}()
	k := &call{in: stdin, out: stdout, err: stderr}
	err := k.start(ctx, args, environ)
	if err != nil && exitCode(err) != exitOK {
		complain(stderr, err)
	}
	return exitCode(err)
}

func (k *call) start(ctx context.Context, args, environ []string) error {
	cmd, flags, err := k.parse(args)
	if err != nil {
		return err
	}
	if cmd.plain {
		return cmd.run(ctx, k)
	}
	k.config, k.configFaults = readConfig(flags, environ)
	if len(k.configFaults) > 0 && cmd.name != "check" {
		return &refusal{faults: k.configFaults}
	}
	if cmd.run != nil {
		return cmd.run(ctx, k)
	}
	if cmd.prepare != nil {
		if err := cmd.prepare(k); err != nil {
			return err
		}
	}
	err = k.askCity(ctx, cmd)
	if k.done != nil {
		err = k.done(err)
	}
	return err
}

// parse finds the command, its arguments and its flags in args. Flags may
// stand anywhere; the rest are settings, which it returns.
func (k *call) parse(args []string) (cmd command, flags options, err error) {
	var words, own []string
	flags = make(options)
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		if arg == "--" {
			words = append(words, args...)
			break
		}
		if !strings.HasPrefix(arg, "-") || arg == "-" {
			words = append(words, arg)
			continue
		}
		name, v, hasValue := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		name = strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
		switch {
		case name == "H", name == "HELP":
			words = []string{"help"}
			args = nil
			continue
		case name == "JSON" && !hasValue:
			own, k.json = append(own, flagJSON), true
			continue
		case name == "EXPLAIN" && !hasValue:
			own, k.explain = append(own, flagExplain), true
			continue
		case name == "WIJKBOT_TEST" && !hasValue:
			v = "1"
		case !hasValue && len(args) == 0:
			return cmd, nil, badUsage("%s: a value is missing", arg)
		case !hasValue:
			v, args = args[0], args[1:]
		}
		switch at := k.value(strings.ToLower(name)); {
		case at != nil:
			own, *at = append(own, strings.ToLower(name)), v
		case known(name):
			flags[name] = v
		default:
			return cmd, nil, badUsage("%s: unknown flag", strings.SplitN(arg, "=", 2)[0])
		}
	}
	cmd, k.args, err = find(words)
	if err != nil {
		return cmd, nil, err
	}
	for _, flag := range own {
		if !slices.Contains(cmd.own, flag) {
			return cmd, nil, badUsage("%s has no flag --%s", cmd.name, flag)
		}
	}
	return cmd, flags, nil
}

// find returns the command that words name, and its arguments.
func find(words []string) (command, []string, error) {
	if len(words) == 0 {
		return command{}, nil, badUsage("no command")
	}
	all := commands()
	for n := 2; n > 0; n-- {
		if len(words) < n {
			continue
		}
		name, args := strings.Join(words[:n], " "), words[n:]
		i := slices.IndexFunc(all, func(c command) bool { return c.name == name && !c.hidden })
		if i < 0 {
			continue
		}
		if !all[i].takes(len(args)) {
			return command{}, nil, badUsage("usage: wijkbot %s", all[i].usage())
		}
		return all[i], args, nil
	}
	return command{}, nil, badUsage("%q is no command", words[0])
}

// usage returns the command as it is typed.
func (c command) usage() string {
	words := append([]string{c.name}, c.args...)
	for _, flag := range c.own {
		switch flag {
		case flagSince, flagUntil:
			flag += " TIME"
		case flagWijk:
			flag += " SLUG"
		case flagResidents, flagDays, flagSeed:
			flag += " N"
		case flagQuarter:
			flag += " 2026Q4"
		}
		words = append(words, "[--"+flag+"]")
	}
	return strings.Join(words, " ")
}

// help prints every command and setting.
func help(_ context.Context, k *call) error {
	fmt.Fprintf(k.out, "wijkbot is the bot of the city's neighbourhoods.\n\nCommands:\n")
	for _, c := range commands() {
		if c.hidden {
			continue
		}
		fmt.Fprintf(k.out, "  %-34s %s\n", c.usage(), c.help)
	}
	fmt.Fprintf(k.out, "\nSettings, as environment variables or as flags (--wijkbot-db FILE):\n")
	for _, s := range settings {
		text := s.help
		if s.def != "" {
			text += " (" + s.def + ")"
		}
		if s.secret {
			text += "; or " + s.name + fileSuffix
		}
		fmt.Fprintf(k.out, "  %-28s %s\n", s.name, text)
	}
	fmt.Fprintf(k.out, "\nExit codes: 0 ok, 64 configuration, 65 corrupt data, 66 locked, 67 storage fault, 70 internal.\n")
	return nil
}
