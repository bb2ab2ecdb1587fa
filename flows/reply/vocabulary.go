package reply

// positiveWords say by themselves that things are well.
const positiveWords = "goed geod goet goe goeed gut goud god gaed gued good guod gudd prima primaa prime priema uitstekend uistekend perfect " +
	"perfekt super superr top geweldig fantastisch voortreffelijk opperbest puik kiplekker topfit ok oke okee okey okay oki " +
	"okido okidoki okie oky tiptop picobello kits allright jofel patent heerlijk 👍 👌 😀 😃 😄 😁 😊 🙂 ☺ 😎 ✅ ✔ 🆗 💯 👏 😉 🤗 💪 🙌 😇 " +
	"tof jottem fijntjes allesgoed flex excellent grandioos formidabel"

// pleasantWords are good news about something, not an answer by themselves; but
// to deny one is a complaint.
const pleasantWords = "lekker best fijn fit gezond blij tevreden vrolijk gelukkig leuk mooi beter okee gezellig pluis jofel fris tof " +
	"denderend florissant opperbest"

// tameWords are the plainest words: an ok answer may hold them with a typing
// error, or written together.
const tameWords = "tgaat tis tgeet tgiet alles alle alls allemaal het t gaat gaatie gaatut is met mij me ik k ikke wij we ons hier hoor " +
	"nog weer heel erg helemaal ben bin voel mezelf dank wel danku u vandaag morgen goedemorgen goedemiddag jullie gelukkig " +
	"nu en ook maak redt gangetje wens orde zeer hartstikke mie mich mech mit ut gaot geet gait gieet bedankt dankuwel " +
	"groetjes"

// harmlessWords may stand in an ok answer. Never list a negation, a word that
// limits (maar, alleen, te, zonder, uit), or a thing that hurts, breaks, burns
// or is missed.
var harmlessWords = []string{
	// small words
	"de het een ne nen t n d dat dit die deze der den dus en of om in op aan bij van vd voor naar door over er ik k je jij " +
		"jou u uw hij hie ze zij we wij ons onze hun haar zn mn mijn me mij jullie ge gij gie zich zelf zo al ook nog weer wel even " +
		"net nu dan daar hier toen want als da wat veel wa ie hoor he hè joh zeg zeker ja",
	"is zijn ben bin bent sin heb hebben heeft hep gaat ga gaan gait geet geit giet git gieet goat gat doet doe doen blijf " +
		"blijft voel voelt vuul vule kom komt komen maak maakt maken sta zit zitten zie vraagt vragen vraag zeg zeggen geef " +
		"loopt wordt word wens",
	"punt komma uitroepteken antwoord bericht berichtje reactie sms vragen vraag reageer",
	// more or less
	"heel erg zeer hartstikke ontzettend echt gewoon helemaal lekker mooi fijn fijne gezellig best prachtig heerlijk " +
		"heerlijke zonnig zonnige rustig kalm enorm super onwijs reuze bere hardstikke heul hiel biezonder aardige leuk leuke " +
		"gelukkig blij vrolijk tevreden fit gezond gelukkige opgewekt uitgerust druk bezig wakker klaar thuis samen beide " +
		"beiden allebei allemaal altijd steeds iedereen alles alle allse alls compleet volop nog goede goeie gauw snel",
	// when
	"vandaag vanmorgen vanochtend vanmiddag vanavond vannacht morgen morge ochtend middag avond dag dagje dagen week " +
		"weekend net zojuist zometeen zo dadelijk eerst daarna nu inmiddels alweer maandag dinsdag woensdag donderdag vrijdag " +
		"zaterdag zondag uur vroeg laat late half nieuwe jaar elke iedere",
	// who
	"mijn man vrouw kind dochter zoon kinderen kleinkinderen kleinkind kleindochter kleinzoon zus zusje broer vriendin " +
		"vriendinnen vriend vrienden buurvrouw buurman buren familie visite bezoek hond hondje poes kat schoondochter " +
		"schoonzoon neef echtgenoot partner gezelschap mevrouw meneer mevr dhr heer zuster gemeente zoetermeer mensen lieve " +
		"lieverd schat beste",
	// what a day is made of
	"koffie thee koekje kopje bakje gebak taart ontbijt ontbijten lunch lunchen eten gegeten ontbeten gezet gedronken " +
		"drinken drink geslapen geslapn slapen opgestaan wandelen gewandeld wandeling fietsen gefietst boodschappen gedaan " +
		"markt winkel winkelen kapper puzzelen puzzel puzzeltje breien handwerken haken lezen boek krant tv televisie kijken kijk " +
		"radio muziek luisteren kaarten bingo biljarten gym gymmen zwemmen zwembad yoga koor zingen kerk moskee tuin tuinieren " +
		"balkon zon zonnetje zonneschijn weer weertje buiten park soep koken bakken strijken poetsen stofzuigen was bank stoel " +
		"zitten zit gezellig spelletje spelletjes schilderen club clubje soos wijkcentrum buurthuis jarig verjaardag feestje " +
		"vieren gefeliciteerd bloemen bloemetje planten regen regent wind sneeuw lente zomer herfst kerst warmpjes frisse neus " +
		"luchtje rondje ommetje groen vogels vogeltjes bibliotheek museum dansen terras terrasje aardappels schillen afwas " +
		"douche gedoucht aangekleed haren visje bakker slager langs komt kwam geweest halen doen genieten geniet genoten lachen " +
		"beneden boven",
	"groet groeten groetjes vriendelijke hartelijke tot ziens straks bedankt dank wel vriendelijk hartelijk danku dankuwel " +
		"dankjewel graag alvast fijn attent aardig lief netjes belangstelling aandacht",
	"afval container naast straat buurt zwerfvuil",
	// symbols
	"☀ 🌞 🌹 🌸 🌷 💐 ❤ ♥ 💕 💖 😘 🥰 😍 🙏 ☕ 🌻 🎉 😂 😆 😅 👋 💋 🌺 🍀 🐶 🐱 🎂 👵 👴",
}

// names are first names and surnames that are common among the older residents.
// A name is harmless at the end of an answer, never by itself.
const names = "annie riet wim jan piet corrie cor gerrit henk kees ans an anna maria johanna johannes willem bep bets betty truus " +
	"greet greetje gré joke joop jos gerda ria mien mies mieke nel nelly nellie leen leni lenie leny toos toon ton dirk " +
	"arie aad bram nico koos hans klaas jaap sjaak sjaan jo joh wilma ineke tineke tiny tinie thea theo fien fred frans " +
	"frits rie riek rina marie marietje marijke margriet margreet marian marianne elly els elisabeth ellen hennie henny " +
	"herman hetty ada adri adrie alie aly alida bert bertus barend cees coby cobie dina diny dicky gé geertje gijs grada " +
	"harry hilda ida irene jannie janny jeanne jenny johan karel katrien lies liesbeth lida loes lucie maartje martha mary " +
	"mina nettie netty paula peter petra pietje rika rob roel rosa ruud simon sonja stien teun trees trudy trien wies " +
	"willie willy yvonne fatima mohammed ahmed mehmet ayse fatma zohra khadija aicha jansen janssen vries bakker visser " +
	"smit meijer pieter hendrik cornelis cornelia antonius elizabeth catharina petronella jacoba wilhelmina jeroen karin " +
	"sandra monique esther astrid ingrid anja marga marja mirjam linda dennis mark erik boer mulder groot bos vos peters " +
	"hendriks dekker brouwer wit dijkstra smits graaf meer meulen linden jong berg bakema leeuwen dam hoek veen koning " +
	"prins kok schouten willems vermeulen"
