// Package open311 is the neutral door for other systems: Open311 GeoReport v2,
// with the service request updates of FixMyStreet.
//
// The one rule it keeps: what the world reads here is flows.Public and nothing
// else, and what the world writes here is a report like any other, made by
// flows.City.NewReport. Both services and their questions come from package
// flows/category, so a category that is added there is here as well.
//
// Of whoever reported by another system we keep nothing. Name, e-mail, phone,
// device and account may be sent and are dropped unread: none is verified, so
// nobody could be written to on the strength of them, and the other system
// tells its own people. Such a report is anonymous here; the client follows it
// by "servicerequestupdates". A photo by URL is never fetched (a key must not
// make us knock on doors of others, nor of our own network); one that is sent
// along as a file is drawn anew by package photo and kept. The notice in the
// answer says so.
//
// A post that is repeated, by the same key and with the same content or the
// same attribute[fixmystreet_id], gets the number of the first: clients retry.
//
// To add an endpoint, add it to routes with its method, and to the tests of
// shape.
package open311
