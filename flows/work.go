package flows

// workCommand handles the words of those who mend things outside.
func (t *Turn) workCommand() bool { return false }

// pressedWork handles a button on a card of somebody who works on reports.
func (t *Turn) pressedWork(ref, act string) { t.expired() }
