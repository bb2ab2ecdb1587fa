package open311

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"

	"wijkbot/store"
	"wijkbot/store/wijk"
)

// keyPrefix makes a key known for what it is, to people and to programs that
// look for keys in places where none should be.
const keyPrefix = "wijkbot_"

// NewKey returns a key of 256 bits that nobody can guess.
func NewKey() string {
	b := make([]byte, 32)
	rand.Read(b) // never fails
	return keyPrefix + base64.RawURLEncoding.EncodeToString(b)
}

// HashKey returns the name under which store.Keys holds a key. A key is all
// chance, so one round without salt is enough, and looking up its hash tells
// nothing by how long it takes.
func HashKey(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}

// holder returns whose key that is, if it works.
func holder(tx *store.Tx, key string) (k wijk.Key, ok bool) {
	if !strings.HasPrefix(key, keyPrefix) {
		return k, false
	}
	k, ok = store.Keys.Get(tx, HashKey(key))
	return k, ok && k.Revoked.IsZero()
}
