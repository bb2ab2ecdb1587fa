// Package kvtest holds what tests of the store share: a suite that any engine
// must pass, and engines that make code fail which does not keep the store's
// rules.
//
// The one rule it keeps: a test that passes here on one engine may be trusted
// on another. To add an engine, call Run from its tests.
package kvtest
