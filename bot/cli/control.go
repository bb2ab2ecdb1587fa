package cli

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// The control channel lets a command work while another process has the
// database. That process listens on a port of this machine and writes where,
// with a secret, to a file that only its own user can read. Both ends prove
// that they know the secret before anything else is said, since the port of a
// process that is gone may by now be somebody else's.

const (
	controlSuffix = ".control"
	maxBody       = 64 << 20
	maxRequest    = 2 * maxBody // base64 and the rest
	greetTime     = 5 * time.Second
)

// A note is what the control file holds.
type note struct {
	Address string `json:"address"`
	Secret  []byte `json:"secret"` // 256 bits
}

// A greeting is the first line of each end, a proof the second.
type greeting struct {
	Nonce []byte `json:"nonce"`
}

type proof struct {
	MAC []byte `json:"mac"`
}

// A request is a command for the process that has the database.
type request struct {
	Command string   `json:"command"`
	Args    []string `json:"args"`
	JSON    bool     `json:"json"`
	Since   string   `json:"since"`
	Until   string   `json:"until,omitempty"`
	Wijk    string   `json:"wijk,omitempty"`
	Quarter string   `json:"quarter,omitempty"`
	Body    []byte   `json:"body"`
}

// A frame is a piece of the answer; the last has a code.
type frame struct {
	Out  []byte `json:"out,omitempty"`
	Err  []byte `json:"err,omitempty"`
	Code *int   `json:"code,omitempty"`
}

// greet proves to the other end that we know the secret, and that it does. The
// name of each end is in its proof, so that none can be sent back.
func greet(w io.Writer, d *json.Decoder, secret []byte, we, they string) error {
	ours := make([]byte, 32)
	rand.Read(ours) // never fails
	if err := json.NewEncoder(w).Encode(greeting{ours}); err != nil {
		return err
	}
	var theirs greeting
	if err := d.Decode(&theirs); err != nil {
		return err
	}
	if err := json.NewEncoder(w).Encode(proof{prove(secret, we, ours, theirs.Nonce)}); err != nil {
		return err
	}
	var p proof
	if err := d.Decode(&p); err != nil {
		return err
	}
	if !hmac.Equal(p.MAC, prove(secret, they, theirs.Nonce, ours)) {
		return errors.New("control: the other end does not know the secret")
	}
	return nil
}

func prove(secret []byte, who string, own, other []byte) []byte {
	h := hmac.New(sha256.New, secret)
	for _, part := range [][]byte{[]byte(who), own, other} {
		fmt.Fprintf(h, "%d:", len(part))
		h.Write(part)
	}
	return h.Sum(nil)
}

const (
	serverName = "server"
	clientName = "client"
)
