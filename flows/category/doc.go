// Package category knows what can be reported: the categories as data, and
// which of them a resident's own words mean.
//
// The one rule it keeps: a code never changes and never comes back with
// another meaning, because reports, labels and other systems hold it. To add a
// category, add a row to categories with its words, and sentences of your own
// to testdata, and run the tests: they say what it costs the others.
//
// Terms, radii and texts are defaults. The terms are those of Amsterdam's
// Signalen (SLO migrations 0073 to 0151, read in 2026); every municipality has
// its own, and Zoetermeer's are to be filled in.
package category
