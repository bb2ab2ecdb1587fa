package reply

// benignRules are phrases without danger whose words look like it. They are
// narrow on purpose, and a negation shortly before one cancels it. To license a
// phrase ask: can any sentence that holds it be a cry for help? Then leave it
// out.
var benignRules = []rule{
	{"geen-kwaal", nil, []string{
		"geen|gin|gien|nergens (enkele) (last) (van) pijn|pijntjes|hoofdpijn|buikpijn|koorts|griep|corona|hoest|verdriet|stress|pijntje|verhoging|pijnen|benauwdheid (of|en) (koorts|pijn|griep|hoest|benauwdheid|klachten) (meer|gehad|gelukkig|hoor)",
		"niet|nie ziek|benauwd|duizelig|misselijk|eenzaam|bang|verdrietig|ziekjes|verkouden|somber|grieperig|depressief|angstig|zielig (of|en) (gevallen|benauwd|duizelig|misselijk|eenzaam|bang|koortsig) (hoor)",
		"^ niet|nie gevallen (hoor|of|en) (ziek)", "^ (ik) ben|bin (gelukkig|ook|nog) niet|nie gevallen (hoor)",
		"nee (ik) (ben) niet|nie gevallen",
		"maak|maakt|maken u|je|jij|jullie|zich (maar) (zich|over|om|mij|me) (maar) geen zorgen (te) (maken) (over|om) (mij|me) (hoor)",
		"u hoeft (u|zich|je) (over|om) (mij|me) geen zorgen te maken", "geen|gien zorgen (om|over) (mij|me) (hoor)",
		"wees niet ongerust|bezorgd|bang",
		"niks|niets|geen (echt|verder|nieuws) (echt) bijzonders|bijzonder|nieuws|bijzonderheden|biezunders (te) (melden) (gebeurd) (hoor)",
		"niks|niets (nieuws|bijzonders) te melden", "(heb) niet|niks|niets vergeten", "geen haast|moeite",
		"niet|nie (zo) slecht|verkeerd|gek|ontevreden (hoor) $", "kan|kon|ken slechter|erger|minder (hoor) $",
		"nee (hoor) bedankt|dank|danku|dankuwel|dankjewel (u) (wel)",
		"^ bel|belt (u|je|maar) mij|me|ons (maar|nu|vandaag|vandaag) niet $", "fena degil|değil",
		"u hoeft (mij|me) niet (terug|meer|te) bellen|komen|langskomen", "hoeft u|je (mij|me) niet|nie (terug|meer|te) (te) bellen|komen|langskomen", "hoeft niet te bellen|komen",
	}},
	{"gewoon-leven", nil, []string{
		"mij|ons en (met) mijn|mn|de <mens>|kinderen|kat|hond", "net|weer terug|thuis van|uit (de|het|mijn) kapper|winkel|markt|boodschappen|wandelen|kerk|bakker|zwemmen|gym|moskee|fietsen",
		"(mijn|de|onze) (huishoudelijke) hulp|thuiszorg|zuster|zorg|wijkverpleegkundige|buurtzorg|poetshulp|schoonmaakster|verpleging|thuishulp|wijkzuster is|komt|was|ook (net|al|zo|straks|vandaag|vanmorgen|vanochtend|vanmiddag|weer|ook|nu) er|hier|geweest|langs|langsgeweest|binnen|bezig|vandaag|gekomen|zo|straks|morgen (geweest|net|al|bezig|ook)",
		"met behulp van", "ben|bin net|pas op $",
		"(sorry) was|had (ik) (even) (mijn|me|de|mn|het) telefoon|mobiel|mobieltje|toestel|telefoontje (even) (boven|beneden|thuis|stil) vergeten|kwijt|uitstaan|liggen|staan|laten (liggen)",
		"mijn|de telefoon|mobiel vergeten|liggen",
		"(ik) had|heb|hoorde|zag (het|uw|t|je|dit|de|ik) (bericht|berichtje|sms|telefoon|piepje|smsje) (nu|net|pas) niet gezien|gehoord|gelezen|gekeken",
		"nog niet gezien|gekeken|gelezen",
		"sorry voor|dat (ik|de|mijn) (zo|wat|erg|te|late) laat|late|latere (ben|reageer|antwoord|reactie|was|bericht)",
		"sorry (ik) (ben|was) (beetje|wat|een|iets) (beetje) te laat (hoor) $",
		"(ik) was|zat|ben|stond|kom (net|nog|even|nu|lekker|ik|al) (net|even|lekker) aan|in|op|onder|bij|naar|uit|buiten|van (het|de|mijn|t|een) douche|tuin|balkon|kapper|winkel|markt|zon|zonnetje|bakker|kerk|koor|wandelen|lezen|puzzelen|breien|koken|winkelen|fietsen|boodschappen|tuinieren|slapen|eten|ontbijten|ontbijt|moskee|biljarten|bingo|kaarten|buren|bibliotheek|stad|slager|supermarkt|terras|soos|wijkcentrum|wc|zolder|keuken (geweest|doen|zitten)",
		"was|ben (ik) (net|nog|even) (even|net|lekker) boodschappen|wandelen|fietsen|douchen|koken|zwemmen|winkelen|slapen|eten (doen|geweest|gedaan)",
		"(nog) lekker|heerlijk warm", "uit (het) eten", "niet (zo) veel (bijzonders|nieuws)",
		"het|t regent|waait|sneeuwt|stormt|vriest|miezert (hier|nu|wel|hard|weer|buiten|niet|flink|even|alleen) (wel|hard|buiten)",
		"(wel) koud|fris|warm|nat|guur buiten|weer", "kan|ken (u|je) nu|momenteel (even) niet|nie praten|opnemen",
		"zon|zonnetje|maan schijnt (hier|lekker|weer|volop)",
		"ben|zijn|was|net (net|lekker|even) wezen wandelen|fietsen|winkelen|zwemmen|kaarten|eten|dansen|biljarten",
		"met (mijn|de|onze) <mens>|kinderen ook (alles|goed|prima|hoor) (goed)", "kan|kunnen (weer) gaan|komen wandelen|fietsen",
		"(ik|we|wij) moet|wil|ga|gaan (ik|we|wij) (zo|nog|even|straks|vandaag|vanmiddag|vanochtend|vanavond|morgen|zondag|dadelijk|lekker|zometeen) (nog|even|zo|lekker) (naar|op) (de|het|een|mijn) (stukje|rondje|blokje|eindje) boodschappen|kapper|markt|wandelen|strijken|koken|kerk|winkel|winkels|bakker|fietsen|stad|soos|bingo|koor|moskee|gym|zwemmen|koffie|slager|supermarkt|bibliotheek|biljarten|kaarten|klaverjassen|breien|kaartclub|buurthuis|wijkcentrum|zingen|bridgen|winkelen|tuinieren|buurten (doen|halen|drinken)",
	}},
	{"neemt-contact", []Flag{ThirdParty}, []string{
		"ik|wij|hij|zij|ze neem|neemt|nemen (later|straks|zelf|zo|nog|dan|vanavond) contact op|met",
	}},
	{"voorval-voorbij", nil, []string{"bij|voor spoed|nood bel|kunt|belt (u) (naar)"}},
	{"terugvraag", nil, []string{
		"fijne|prettige|mooie|goeie dag|avond|middag|weekend (verder|nog) allemaal|samen|verder|gewenst|toegewenst",
		"en|hoe (hoe) (gaat|is|met) (het|t) (met|bij) u|jou|jullie|jezelf|uzelf (ook) (alles) (goed)",
		"en|ook (bij|met) u|jou|jullie|jezelf|uzelf (ook) (alles) (goed)", "en u|jij|jullie $",
		"hoop|hopelijk (bij|met|dat|ook) (het|bij|met) u|jou|jullie ook (goed|gaat)", "hoop (u|bij|met|jullie) (u) ook $",
	}},
	{"vuil", []Flag{PublicSpaceReport}, []string{
		"er|hier ligt|liggen|staat|staan (wel|weer|ook|nog|al|een|heel) (wel|weer|veel|een|heel|wat) (grote|oude|vieze|losse|rare) <vuil> (naast|bij|op|in|voor|langs) (de|het|mijn|een) (<vuil>|straat|stoep|park|deur|buurt|flat|weg)",
	}},
}

// goodRules are phrases that say things are well though their words, one by
// one, do not.
var goodRules = []rule{
	{"niks-aan-de-hand", nil, []string{
		"niks|niets|nix|nieks|niet (er) (hier) aan de|t|d hand (hier|hoor)", "mankeer|mankeert|scheelt (mij|me|verder|vandaag) niks|niets|nix (hoor)", "best|goed te doen|pas (hoor) $", "niks|niets|nix mis (met) (mij|me|hier|ons) (hoor) $",
		"niks|niets|nix|geen (te) klagen|mopperen|wensen|zeuren|klaag (hoor|over)",
		"mag|mogen|kan|heb|hebben|hoef (ik|echt|zeker|ook|hier|we|wij|hoor) (echt) niet|nie|niks|niets (te) klagen|mopperen|zeuren (hoor)",
		"niet|nie te klagen|mopperen",
		"geen|gien|gin|geene (enkele) klachten|klagen|problemen|probleem|klachte|probleme|klacht|bezwaren (hoor|hier|gelukkig|verder|gehad|vandaag|meer)",
		"zonder problemen|klachten", "^ beter kan|kon|ken (het|ik) niet|nie (hoor) $", "^ (het) (ik) (kan|kon|ken) kan|kon|ken (het|t|gewoon|haast|bijna) niet|nie beter (hoor) $",
		"nergens (meer) last van (hoor)", "geen (verdere|extra) hulp|ondersteuning|bezoek nodig (hoor|vandaag|nu)",
		"heb|hebben|verder|ook (ik) (nu|verder|vandaag|ook|echt) niks|niets|nix (meer) nodig (hoor|verder)",
		"^ (nee) (hoor) niks|niets nodig (hoor)", "(nee) hoor niks|niets nodig", "hulp (is) niet|nie nodig", "geen vuiltje aan de lucht",
		"(is) niks|niets gebeurd",
	}},
	{"gezegde", nil, []string{
		"zn|zijn|sn gangetje|gangesje|gangske", "gangetje", "bij het oude", "kits achter de rits", "in orde|orden|order|ordnung|odre",
		"voor elkaar", "onder controle", "naar wens|tevredenheid|behoren", "gezond|fris|fit|lekker als een vis|hoentje|vogeltje",
		"als een vis in het water", "in (een) goede|goeie|blakende|prima|beste|uitstekende gezondheid|conditie|doen", "prima de luxe",
		"pico|piko bello", "tip top", "gezond en wel|fit|gelukkig|vrolijk", "al (weer) helemaal goed|top", "fit en gezond",
		"ben|voel|bin|zijn|blijf (ik) (me|mij) (weer|nog|lekker|heel|helemaal|goed|erg|zo|hartstikke) fit|kiplekker|gezond|topfit|happy|tevreden",
		"= (heel|ja|erg|weer|hartstikke|lekker) fit|gezond|tevreden (hoor)",
		"maak|maken|maakt (ik|we|wij) het|t (hier|beide|allebei|beiden|ook|nog|heel|erg|best|samen) goed|prima|uitstekend|best|opperbest (hoor|samen)",
		"(ik) red (ik) me|mij|mijzelf|mezelf|het|t|mn|eigen (nog|hier|heel|best|zelf|eigen|hoor) prima|wel|goed|uitstekend|best|zelf (wel|goed|prima) (hoor)",
		"red|redden (we|wij) ons (hier|samen|nog) wel|prima|goed|best|uitstekend|zelf", "= best (hoor)",
		"= (het|t) gaat (hier|mij|met|nog) (mij|me) best (hoor)", "alles best (hoor)",
		"gaat (het) best|heel|erg lekker|goed|fijn|prima|aardig",
		"voel (ik) me|mij (weer|heel|erg|best|zo|hartstikke|vandaag|nu|echt) lekker|heerlijk|fijn|patent|best (hoor|vandaag)",
		"lekker in (mijn|me|mn) vel (zitten)", "gaat|gaan (hier|het|t|met|mij) (mij) lekker|heerlijk|fijn (hoor)",
		"helemaal|weer (de) oude|opgeknapt|mannetje|vrouwtje", "weer helemaal beter|hersteld|opgeknapt", "= een (hoor)",
		"= antwoord|nummer|keuze|optie|toets|kies|stuur|cijfer een", "<ja> (hoor) (het|t) (gaat) wel goed (hoor)", "wel goed hoor",
	}},
	{"voorbij", nil, []string{
		"was|had|ben (ik) (gisteren|wat|vorige|even|van|nogal|erg|flink|een) (beetje|week|dagen|tijdje) verkouden|verkoudheid|verkouwe|snipverkouden|hees|snotterig|moe (geweest) (maar) (ben|voel|gaat|het|t|is) (ik|me|het) nu|inmiddels|vandaag|alweer (gaat|is|ben|voel) (ik|het|alles|me) (alweer|weer|helemaal|gelukkig) (weer|helemaal|stukken) goed|beter|over|prima|ok|oke (hoor)",
	}},
}

// politeRules are greetings, thanks and forms of address. They say nothing.
var politeRules = []rule{
	{"groet", nil, []string{
		"goeiesmorgens|goeiesmorges|goedemorgen|goeiemorgen|goedemiddag|goedenavond|goeiemiddag|goeienavond|goedenmorgen|goedmorgen|goeiendag|goedendag|goedeavond|moin|moi|mogge|moggel|goeiemorge|gudemorge|goedemorge|goejemorgen|gemorgen|goemorgen|hoi|hallo|hai|hey|heey|beste|geachte|dag|hi|hello|hee|halo|haai|goeie|moarn|goeiemoarn|dagdag|doei|doeg|houdoe|ajuus|haije|joe|toedeloe|goededag",
		"goede|goeden|goeie|goed morgen|middag|avond|dag|nacht|morge", "^ morgen|middag|avond|morge|ochtend $",
		"beste|geachte|lieve|hallo|dag gemeente|mensen|allemaal|medewerker|mevrouw|meneer|heer|zoetermeer", "gemeente (zoetermeer)",
		"(nog) (een) fijne|prettige|mooie|goede|leuke|zonnige|gezellige|goeie dag|avond|middag|weekend|week|zondag|zaterdag|feestdagen|vakantie (verder|gewenst|nog|allemaal|toegewenst|samen)",
		"fijn|prettig|goed|mooi|gezellig weekend (verder|gewenst|nog|allemaal)", "tot morgen|straks|horens|kijk|ziens|zo|gauw",
		"tot (de) volgende keer", "met (vriendelijke|hartelijke) groet|groeten",
		"groetjes|groeten|groet|gr|grtjes|mvg|liefs|grtjs|groetje|groetn|xx|xxx|kusjes|kus",
	}},
	{"dank", nil, []string{
		"dank u|je|jullie (zeer|wel|hartelijk|vriendelijk|heel) (wel|voor|vriendelijk|hartelijk) (voor|het|uw|de|je|jullie) (het|uw|goede) (vragen|vraag|bericht|zorgen|berichtje|belangstelling|zorg|aandacht|interesse)",
		"danku|dankuwel|dankje|dankjewel|bedankt|bedank|dank|thx|thanks|merci|mersi|tnx|dankuw|danki|dankewol|dankjewe|bdankt|bedankd|bednakt|dankie",
		"bedankt|dank voor|dat het|uw|de|u|je|jullie vragen|vraag|vraagt|bericht|zorgen|zorg|belangstelling|berichtje|aandacht|denkt",
		"hartelijk|vriendelijk|heel|alvast|nogmaals|erg bedankt|dank (hoor)",
		"(wat) fijn|lief|aardig|attent|netjes|leuk|mooi dat u|je|jullie (het|t|zo|dit|er|aan|even) (even|mij|zo) (vraagt|vragen|vraag|informeert|doet|denkt|bent)",
		"lief|fijn|aardig|attent|mooi van u|je|jullie (hoor)", "voor het vragen", "graag gedaan", "thank you|u (very|so) (much)",
	}},
	{"woordjes", nil, []string{
		"hoor|aub|svp|alstublieft|alsjeblieft|alstubl|astublieft|graag|u|mevrouw|meneer|mevr|dhr|mijnheer|mw|sorry|lieverd|schat|schatje|jongen|meisje|hr|hor|heur|🙏|❤|💕|🌹|🌸|🌷|☀|💐|😘|🥰|😍|♥|💖|☕|🌞|💋",
	}},
}
