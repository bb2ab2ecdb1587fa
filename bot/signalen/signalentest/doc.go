// Package signalentest is a Signalen to test against: the public API as its
// serializers and throttles make it (sources of Amsterdam/signals, 2023 to
// 2026), with everything they refuse.
//
// The one rule it keeps: it is hostile unless told otherwise. It throttles,
// fails, hangs, loses answers and forgets nothing. What must never arrive (a
// photo that tells where it was made, contact details of a resident) is written
// down in Complaints. To make it fail in one more way, add a Fault.
package signalentest
