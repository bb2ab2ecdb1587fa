// Package category knows what can be reported: the categories as data, and
// which of them a resident's own words mean.
//
// The one rule it keeps: a code never changes and never comes back with
// another meaning, because reports, labels and other systems hold it. To add a
// category, add a row to categories, its evidence, phrases and names, and
// sentences of your own to testdata, and run the tests: they say what it costs
// the others.
//
// Classify works in three steps, all of them tables: words become concepts
// (words.go; in any inflection, as the end of a compound, with a typing error),
// concepts and pairs of them speak for or against a category (evidence.go), and
// what was said chooses what the resident is asked to confirm (phrase.go). To
// mend a wrong guess, add the sentence to the train set, then the word or the
// pair that it lacks, and raise Version. The sentences of the held set are for
// measuring only: whoever reads them to mend a rule makes the figure worthless.
//
// StopIn looks for what must not wait for a report (stop.go). It is apart from
// the categories: asbest is asbest wherever it lies.
//
// Terms, radii and texts are defaults. The terms are those of Amsterdam's
// Signalen (SLO migrations 0073 to 0151, read in 2026); every municipality has
// its own, and Zoetermeer's are to be filled in.
package category
