package telegram

import (
	"strings"
	"unicode/utf8"

	"wijkbot/store/wijk"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// Limits of a keyboard: the first two are Telegram's.
const (
	maxButtons = 100
	maxData    = 64 // bytes
	fewButtons = 4  // up to here each gets a line of its own, which reads best
	shortLabel = 16 // characters; labels up to here fit two on a line
)

// placeLabel is on the key that shares where the phone is.
const placeLabel = "📍 Deel mijn locatie"

// keyboard returns what goes under m in chat, nil for nothing.
//
// Buttons under the message and keys above the keyboard cannot go together,
// and only a key can ask for a location. So when m asks for a place, its
// options become keys that type their label, which the flows understand as
// well. The next reply without options takes such keys away again.
func keyboard(m wijk.Outgoing, chat int64) any {
	private := chat > 0 // groups may not ask for a location
	if m.AskPlace && private {
		return keys(m.Options)
	}
	if len(m.Options) > 0 {
		return buttons(m.Options)
	}
	if m.Class == wijk.Reply && private {
		return tgbotapi.NewRemoveKeyboard(false)
	}
	return nil
}

// buttons returns the options as buttons under the message.
func buttons(options []wijk.Option) any {
	var all []tgbotapi.InlineKeyboardButton
	for _, o := range options[:min(len(options), maxButtons)] {
		all = append(all, tgbotapi.NewInlineKeyboardButtonData(label(o), o.Data))
	}
	return tgbotapi.InlineKeyboardMarkup{InlineKeyboard: rows(all, width(options))}
}

// keys returns the options, and the key that shares a location, as keys that
// take the place of the phone's keyboard for one answer.
func keys(options []wijk.Option) any {
	all := []tgbotapi.KeyboardButton{tgbotapi.NewKeyboardButtonLocation(placeLabel)}
	for _, o := range options[:min(len(options), maxButtons)] {
		all = append(all, tgbotapi.NewKeyboardButton(label(o)))
	}
	grid := append(rows(all[:1], 1), rows(all[1:], width(options))...)
	return tgbotapi.ReplyKeyboardMarkup{Keyboard: grid, ResizeKeyboard: true, OneTimeKeyboard: true}
}

// label returns what is on the button of o, which may not be empty.
func label(o wijk.Option) string {
	if s := strings.TrimSpace(sendable(o.Label)); s != "" {
		return s
	}
	return "·"
}

// width returns how many buttons go on a line.
func width(options []wijk.Option) int {
	if len(options) <= fewButtons {
		return 1
	}
	for _, o := range options {
		if utf8.RuneCountInString(o.Label) > shortLabel {
			return 1
		}
	}
	return 2
}

// rows lays out all in lines of n.
func rows[T any](all []T, n int) [][]T {
	var grid [][]T
	for len(all) > n {
		grid, all = append(grid, all[:n]), all[n:]
	}
	if len(all) > 0 {
		grid = append(grid, all)
	}
	return grid
}
