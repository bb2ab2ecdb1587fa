package category

// vocabulary is every word that says what a report is about, by what it means
// here. A word is known in its plural, as a diminutive, with an e behind it, at
// the end of a longer word, and with one typing error; a word with = before it
// only as it stands. No word is in two lists.
var vocabulary = map[string]string{
	// Litter and what people leave.
	"zwerfvuil": `zwerfvuil zwerfafval straatvuil straatafval vuurwerkresten vuurwerkafval vuurwerkrest zwerf
		=vuurwerkpapier =vuurwerkrotzooi`,
	"afval": `afval vuilnis vuil =troep =troepie =rommel =rommelig rotzooi =zooi =zooitje =bende zwijnenstal puinhoop puinzooi smeerboel
		vuiligheid viezigheid =vulles =vuilnes =vullis
		vuilnisbelt varkensstal beestenboel =teringzooi =pokkezooi =zwijnenbende vuilnishoop =drek smurrie =rotsooi
		=tyfuszooi =klerezooi =kolerezooi =zwijnerij =viezighei =rotzoi =troepje`,
	"vies": `vies =vieze =viezer =viest smerig goor vervuild =ranzig`,
	"klein": `blik =blikken bierblik blikje bierblikje fles flesje papier papiertje peuk sigarettenpeuk sigaret plastic verpakking pizzadoos
		frietbak patatbak patatbakje servet mondkapje snoeppapier beker etensrest folder zakdoek kauwgom plasticzak =zakje =zakjes
		wikkel filter peukje chipszak drankkarton rietje krant
		snoepverpakking kebabbakje chipszakje =reclame reclamefolder flyer luier condoom naald injectienaald ballon
		confetti dop bierdop kroonkurk flesdop bierkrat krat tasje tissue zakdoekje wcpapier toiletpapier vape piepschuim
		folie petfles waterfles colafles wijnfles schil etenswaar =eten etensrestje energieblikje =mcdonalds =mac
		=macdonalds =kfc burgerking sigarettendoos sigarettenpakje pakje bekertje drinkpakje =drinkkarton ijspapiertje
		snoeppapiertje snoep lolly bierfles wodkafles sixpack =plestik =plastik pizzabox lachgasballon`,
	"glas": `glas scherf glasscherf =glazen
		glassplinter glassplinters flessenglas autoglas`,
	"vegen": `=vegen =geveegd =veegt =veeg =veegwagen =aanvegen =bijgeveegd =veegploeg =schoonmaken =schoongemaakt
		=schoonvegen =opvegen =bezem veegmachine =schoonspuiten =schoonmaak =schoonmaakt =schoongeveegd =schoonhouden
		=reinigen =gereinigd =reiniging =aangeveegd =poetsen`,
	"opruimen": `=opruimen =opgeruimd =ruimt =ruimen =opruimt =opgeruimt =opruimd
		=opruime =oprapen =opgeraapt =weghalen =ruimde =opruimactie`,
	"waaien": `=waait =waaien =gewaaid =rondwaait =rondgewaaid
		=wegwaait =weggewaaid =verwaait =rondwaaien`,
	"drijft": `=drijft =drijven =dreef =drijvend =drijvende`,
	"verspreid": `=overal =verspreid =rondslingeren =slingert =slingeren =rond
		=bezaaid =volgegooid =achterlaat =rondgestrooid =uitgestrooid`,

	// Bulky waste and bags.
	"grofvuil": `grofvuil grofafval =grof =grove bijplaatsing =bijgeplaatst =bijplaatsen huisraad inboedel
		boedel =huisboedel =witgoed =ontruiming =verhuisd =grofvul =grofvuile`,
	"meubel": `matras bankstel kast koelkast ijskast wasmachine vaatwasser televisie =tv =teevee stoel fauteuil meubel tapijt
		vloerbedekking vloerkleed bed =bedden ledikant vriezer vrieskist diepvries droger wasdroger magnetron 
		speelgoed laminaat lattenbodem boxspring kerstboom pallet pallets vloertegels bureau gasfornuis fornuis oven keukenblok
		wasbak toiletpot computer beeldscherm zonnescherm  hout plank meubilair autoband autobanden winkelwagen
		winkelkar winkelwagentje spiegel dekbed kussen koffer stofzuiger
		hoekbank tweezitsbank driezitsbank slaapbank zetel kruk bureaustoel eetkamerstoel tuinstoel tuinset tuintafel
		tuinmeubel parasol partytent tent opblaaszwembad zwembadje droogrek wasrek strijkplank aquarium hondenmand
		kattenbak krabpaal boiler cvketel geiser radiator printer scanner monitor laptop gitaar piano rugzak 
		 schoen =schoenen gordijn gordijnrail rolgordijn lamel luxaflex ladder kruiwagen kozijn balk spaanplaat
		multiplex aanrecht aanrechtblad douchebak closetpot badkuip ligbad autostoel kinderzitje kinderbed kinderbedje
		wieg commode logeerbed luchtbed hometrainer loopband airfryer koffiezetapparaat waterkoker apparaat elektronica
		archiefkast boekenkast kledingkast wandkast schoenenkast nachtkastje salontafel eettafel dakkoffer fietsendrager
		velg fietskar bolderkar maxicosi trapladder wasmand ventilator diepvrieskist afzuigkap vogelkooi =hok konijnenhok
		schilderij =lijst zonnebank ligstoel sofa =hifi geluidsbox =stereo stereotoren babybox loopfiets wandmeubel tvmeubel
		tapijtrol =zeil vinyl kliklaminaat rekje kledingrek hengel surfplank bedframe bedbodem spiraal matrasje topmatras
		kapstok`,
	"zak": `vuilniszak huisvuilzak afvalzak zak =zakken vuilzak =plasticzakken pmdzak
		=pmdzakken afvalzakken vuilzakje bigshopper restafvalzak`,
	"doos": `doos =dozen karton verhuisdoos
		kartonnetje`,
	"huisvuil": `huisvuil huisafval restafval`,
	"neergezet": `=gezet =neergezet =buitengezet =weggezet =zetten =zet =neergelegd =gelegd =neergegooid =afgedankt =afgedankte =geplaatst
		=neergekwakt =neergekwakte =gekwakt =neerzetten =buitenzetten =dropt =neergesmeten =gesmeten =gedeponeerd =bijgezet`,
	"opgehaald": `=opgehaald =ophalen =afgehaald =opgehaalt =meegenomen =vuilniswagen =vuilnisauto
		=vuilnisman =vuilnismannen =vuilniswagens =vuilophaal =ophaaldag =vuilophaaldienst =aangemeld =overgeslagen
		=meegenome =afhalen =ophaalt`,

	// Bins and containers.
	"prullenbak": `prullenbak prullebak prulbak prullebakje afvalbak vuilnisbak vuilbak afvalemmer vuilnisemmer poepzakjesbak hondenpoepbak
		poepbak prullenmand vuilbakje poepzakjesautomaat hondenbak hondenpoepzakjesbak
		vuilnisbakje pedaalemmer hondenafvalbak afvalbakje =prulenbak prullebakken afvalkorf vuilcontainertje`,
	"bak": `bak =bakken =bakje =bakjes`,
	"container": `container afvalcontainer vuilcontainer glasbak glascontainer papierbak papiercontainer kliko =gft =gftbak groencontainer
		textielbak kledingbak kledingcontainer plasticbak plasticcontainer restafvalcontainer minicontainer wijkcontainer
		textielcontainer containerklep pmdbak vuilniscontainer ondergrondse ondergronds ondergrondsen
		orac rolcontainer luiercontainer restafvalbak milieucontainer ondergrondsecontainer =gftcontainer papiercontainers
		=duo duobak containerplaats perscontainer glasbol petcontainer =contaner =containe containers kledinginzamelbak`,
	"pas": `=pas =pasje =passen milieupas afvalpas toegangspas milieupasje
		=kaart =kaartje milieukaart =adreskaart =paslezer kaartlezer`,
	"klep": `klep trommel =lade inwerpopening schuif
		luik inwerpklep display vuilklep deurtje inworp`,
	"vol": `=vol =volle overvol tjokvol propvol bomvol stampvol =puilt =puilen =uitpuilen uitpuilend overstroomd =overloopt =volgepropt =volgestouwd
		=proppievol =nokvol =barstensvol =overvolle =volgestopt =kwijt =stromen =mudvol =vollopen =tokvol =eivol
		=rammetjevol =uitpuilt =uitgepuild`,
	"geleegd": `=geleegd =legen =leeggemaakt =leegmaken =leeggehaald =leeghalen =geleegt =leegen =ongeleegd
		=leegt =ledigen =geledigd =lediging =lege =leeg`,
	"storing": `storing =klem =klemt =vastgelopen =haperen =hapert =lampje
		=vast =vastzit =geblokkeerd =blokkeert =foutmelding =weigert =error =vastgeklemd =haperend =klemmen`,

	// Streets and pavements.
	"tegel": `tegel stoeptegel trottoirtegel betontegel stoeptegeltje straattegel
		=teggel =tegul stoeptegelrand grasbetontegel`,
	"steen": `klinker straatsteen kinderkopje kassei =steen =stenen straatklinker =steentje
		kei keien grind grindtegel betonblok straatkei =steenen =stoeptegelsteen`,
	"stoep": `stoep trottoir voetpad looppad wandelpad =stoepje voetgangerspad =pad achterpad tegelpad wandelpaadje =paadje
		=stoepen voetpaadje trottoirstrook =trotoir =trottoar looproute`,
	"band": `stoeprand trottoirband stoepband trottoirrand opsluitband stoeprandje
		=rand =randen betonrand wegrand opstap =opstaande opstaand randje kantsteen randsteen`,
	"straat": `=straat =straten =weg =wegen kruispunt kruising rijweg hoofdweg =straatje oprit inrit autoweg plein pleintje =steeg
		schoolplein brandgang rotonde parkeerplaats parkeerterrein parkeervak bocht woonerf hofje
		=weggedeelte stationsplein =inham oversteek afrit uitrit zijstraat ventweg =wijkweg viaductweg parkeerplek
		parkeerhaven doorgang steegje laantje weggetje =buurtweg provincialeweg busbaan`,
	"wegdek": `wegdek asfalt bestrating rijbaan straatwerk drempel verkeersdrempel wegdrempel plaveisel vluchtheuvel teerlaag
		=teer asfaltlaag betonplaat betonplaten klinkerweg klinkerbestrating wegverharding verharding klinkerstraat asvalt`,
	"gat": `=gat =gaten kuil hobbel bobbel verzakking =verzakt =verzakte =verzakken =verzakkingen oneffenheid =oneffen scheur =scheuren
		=gescheurd =ongelijk =ongelijke =ongelijkheid hoogteverschil =hobbelig =hobbelige =uitgesleten =ingezakt =weggezakt =weggespoeld
		=inzakking
		bult richel geul groef =ingestort =brokkelt =afgebrokkeld =weggebrokkeld =brokkelen =gescheurde =barsten =gebarsten
		=barst spleet =ingezakte =weggezakte =zakt =hobbels =bulten =bultig =gaatje =hobbelbaan =zinkgat sinkhole
		=weggeslagen =ontbrekende =kuiltje`,
	"los": `=los =losse =loszit =losliggend =losliggende =loszittende =losgeraakt =losgelaten =losgekomen =wiebelt =wiebel =wiebelen =wiebelig =wankel =kantelt =klappert =rammelt =loslaten =loshangen
		=bungelt =bungelen =bungelend =losgerukt =loslaat =losgeschoten =speling =loswrikken`,
	"scheef": `=scheef =scheve =schuin =schuine =ondersteboven =omgedraaid =gedraaid =verdraaid =krom =kromme =gekanteld
		=verbogen =gebogen =schots =doorgebogen =hellend =slagzij`,
	"omhoog": `=omhoog =opgedrukt =opgetild =opgekomen =uitsteekt =uitstekende =steekt =opgeduwd =omhooggekomen =duwen =drukken =drukt =duwt
		=omhoogkomt =bovenuit =uitstekend =uitsteken =opbolt =bol =opstaat =opwippen =opgewipt`,
	"struikel": `=struikel =struikelen =struikelt =gestruikeld =struikelde =struikelgevaar =gestruikelt =valpartij =gevallen =vallen =viel
		=verzwikt =verzwikte =haken =bleven =onderuitgegaan =struikelpartij =struikelblok =gestruikel`,
	"rolstoel": `rolstoel rollator scootmobiel
		=rollators =rollater wandelstok blindenstok rolstoelgebruiker kinderwagen buggy`,
	"fietspad": `fietspad fietspat fietsstrook fietsbaan fietsroute fietsweg =fietspaden fietstunnel fietsstraat
		snelfietspad fietspaadje fietsroutes fietsdoorgang fietsoversteek fietsbrug =fietspadt =fietpad =fietspath`,
	"wortel": `wortel boomwortel worteldruk wortelgroei wortelopdruk
		=boomwotels wortelstronk`,
	"opengebroken": `=opengebroken =openligt =werkzaamheden =glasvezel =opengelegd =dichtgemaakt
		=graafwerk =opgegraven =gegraven =opgraving =internetkabels =kabelbedrijf =opgebroken =graafwerkzaamheden
		=opengelegen`,

	// Green.
	"onkruid": `onkruid onkruit onkuid
		=onkruidt =onkruiden =ongkruid =onkruidborstel =onkruidbestrijding`,
	"wildgroei": `brandnetel distel paardenbloem paardebloem haagwinde zevenblad =overwoekerd =overwoekerde =overwoekert =woekert =woekeren
		=woekering =wildgroei brandnetelplant akkerdistel
		spriet sprietje grasspriet klaver heermoes kleefkruid zuring netel hondsdraf winde klis =dichtgegroeid
		=dichtgroeien =volgegroeid =verstikt =jungle =wildernis =oerwoud =woest =netels =overgroeid =overgroeit`,
	"exoot": `berenklauw reuzenberenklauw bereklauw duizendknoop jakobskruiskruid
		reuzenbereklauw jacobskruiskruid =japanse watercrassula bereklauwen waternavel springbalsemien`,
	"mos": `=mos =mossen`,
	"wieden": `=wieden =gewied =schoffelen =geschoffeld =gewiedt =wiedt
		=geschoffelt =schoffel =schoffelt =onkruidvrij`,
	"groeit": `=groeit =groeien =gegroeid =begroeid =begroeiing
		=groeide =plantjes =plantje =opgroeit =doorgroeit =ingegroeid`,
	"voeg": `=voegen =voeg kier goot =goten gevel naad
		=tussenuit =spleten =spleetjes stoepgoot =kieren =voegjes`,
	"plantsoen": `plantsoen perk bloemperk border groenstrook plantenvak plantvak beplanting =plant =planten =rozen =rozenperk groenvak
		boomspiegel groenperk bosplantsoen bloembed gemeentegroen slootkant oever waterkant talud   tuintje rotondegroen
		groenvakken =vakken =vak bloemen =bloem heesterperk rozenbed rozenvak =aanplant gemeenteplantsoen gemeentetuin
		bloemenperk sierperk bloemenbak =borders groenstroken heestervak plantsoentje =perken plantenperk stadstuin
		buurttuin =bloemetjes groenstrookje =vakjes`,
	"park": `park =bos =bossen wijkpark
		natuurgebied recreatiegebied =parkje polder weiland`,
	"verwaarloosd": `=verwaarloosd =verwaarloosde =bijgehouden =onderhouden =onverzorgd =verwilderd =achterstallig =verwilderde =verpauperd
		=verloederd =verloedert =verpieterd =onderhoud =slordig =verwilderen =troosteloos =achterstand`,
	"gras": `gras grasveld grasperk gazon berm grasstrook veldje veld
		grasland hooiland gazonnetje wegberm grasberm =wei grasje =velden bermgras graskant`,
	"maaien": `=maaien =gemaaid =maait =maai =maaibeurt =maaier =gemaait =maaid =grasmaaien =maaimachine =maaiwerk
		=grasmaaier =maaiploeg =gemaai =kortmaaien =meegemaaid =maaironde =hooien =gehooid`,
	"snoeien": `=snoeien =gesnoeid =snoeit =snoei =snoeie =snoeiwerk =terugsnoeien =bijsnoeien =knippen =geknipt =gesnoeit =terugknippen =bijknippen =bijgeknipt =teruggesnoeid
		=inkorten =ingekort =kortgeknipt =gesnoeide =snoeibeurt =knip =knipt =snoeid =kortwieken =terugzetten
		=snoeiwerkzaamheden =snoeiploeg =wegknippen =kortgesnoeid =opsnoeien`,
	"heg": `heg haag struik bosje bosjes conifeer coniferen braam bramen bramenstruik braamstruik klimop struikgewas hegge liguster laurier buxus heester
		meidoorn vuurdoorn hulst bamboe hortensia rododendron rhododendron klimplant wingerd bosschage doorn stekel roos
		rozenstruik ligusterhaag beukenhaag coniferenhaag struikje heggetje taxushaag forsythia vlinderstruik brem
		sneeuwbes heesters buxushaag =hegen haagje blauweregen rozenstruiken groenblijver hazelaar`,
	"riet": `riet waterplant kroos lisdodde`,
	"hoog": `=hoog =hoge =hoger =kniehoog =manshoog =meterhoog =heuphoog =breed =uitgegroeid =doorgeschoten
		=dik =metershoog =borsthoog =hoogst =hogere =dichtbegroeid =omvangrijk`,
	"overhangen": `=hangt =hangen =overhangen =overhangend =overhangende =overhangt
		=steken =prikken =prikt =overhang =versperren =verspert =versperd =belemmert =belemmeren`,
	"zicht": `uitzicht =zicht =zichtbaar =overzicht =onoverzichtelijk
		=onzichtbaar uitkijk`,
	"boom": `boom eik kastanje kastanjeboom berk wilg populier iep linde lindeboom esdoorn plataan beuk kersenboom eikenboom treurwilg dennenboom naaldboom knotwilg notenboom boompje
		=es =essen =den dennen spar =els elzen acacia amberboom prunus magnolia appelboom perenboom walnotenboom
		paardenkastanje eikenbomen populieren =beuken platanen treurbeuk haagbeuk sierkers bosboom stadsboom straatboom
		laanboom knotwilgen berken esdoorns =bomenrij kerseboom =bome fruitboom sierboom`,
	"tak": `tak twijg boomtak
		boomtop =twijgjes kroontak eikentak =takkie =takjes =takje kastanjetak`,
	"omwaaien": `=omgewaaid =omgewaait =afgewaaid =storm =stormschade =wind =waaide =omwaaien =windvlaag
		=bliksem =onweer =windstoot =windkracht =windhoos =rukwind =naarbeneden =noodweer =stormwind`,
	"omvallen": `=omgevallen =omvallen =omvalt =omgegaan =valt =ontworteld =ontwortelde =omgekukeld
		=omgezakt =omgegooid =omgetrapt =omligt =plat =ontworteling =omgevalle =omgeduwd =omgeblazen =omgetrokken
		=neergekomen =neergevallen`,
	"afgebroken": `=afgebroken =afgescheurd =afgeknapt =geknapt =afbreken =afgeraasd
		=afbreekt =afgescheurde =gespleten =uitgescheurd =afgebroke =afgewaaide =neergestort =afgevallen =afgerukt
		=losgescheurd`,
	"stam": `stam schors kruin boomstam stronk boomstronk iepziekte kastanjebloedingsziekte essentaksterfte =kroon
		bast boomkroon boomstammen kersenbloedziekte boomschors`,
	"paddenstoel": `paddenstoel zwam
		tonderzwam =zwammen boomzwam`,
	"ziek": `=ziek =zieke =ziekte
		=bladluis =luis =plakkerig =plakt =honingdauw =meeldauw =verdord =kaal =kale =droogte =uitgedroogd =afgestorven
		=dor`,
	"kappen": `=kappen =gekapt =omzagen =omgezaagd =omhakken =kapvergunning
		=knotten =geknot =vellen =geveld =rooien =gerooid =omzaag`,
	"zon": `zonlicht zonnepaneel =zonnepanelen schaduw =zon
		=zonneschijn dakgoot`,
	"blad": `=blad =bladeren =blaadjes =bladafval herfstblad =herfstbladeren =bladerdek
		=bladval =bladerenhoop =bladhoop =bladere =bladblazen =bladkorf =eikels =kastanjes`,

	// Lighting and furniture.
	"lamp": `lamp lantaarn lantaarnpaal lantarenpaal lantaren lantarnpaal lanteerpaal lantaarpaal lantarepaal lantaarnpal straatlamp
		straatlantaarn straatverlichting verlichting lichtmast lichtpaal straatlicht ledlamp lampenkap lampekap schijnwerper paalverlichting
		armatuur spot grondspot lantaarnkap tunnelverlichting straatlampje lantaarns lantaarntje =lanteren =lantern
		=lamppaal lampepaal lichtarmatuur noodverlichting lantaarnlicht padverlichting =lantaarpalen feestverlichting
		=lampie =lampies =lampjes`,
	"licht": `=licht =lichten =lichtje =lichtjes
		=verlicht lichtpunt lichtbron`,
	"donker": `=donker =aardedonker =pikdonker =donkere =duister =pikkedonker =stikdonker =aardeonker =onverlicht
		=schemerig =donkerder =duisternis =stikkedonker =pikkie =onverlichte =donkert =pikzwart`,
	"branden": `=brandt =branden =brand =gebrand =branduren =brant
		=aanstaan =aanblijven =ontstoken =brandden`,
	"knipperen": `=knippert =knipperen =flikkert =flikkeren =knipperd =flikkerd =knipperende =flikkerende =knippren
		=knippering =disco =stroboscoop =zoemt =zoemend =zoemen =flikkering =knippperen`,
	"uit": `=uit =uitgevallen =uitgaat =aan
		=uitgaan =uitvalt =uitval =uitgegaan =uitstaat =uitstaan =overdag =klaarlichte`,
	"stroom": `stroomkabel elektriciteitskabel kabel draad stroomdraad =bedrading
		elektriciteitsdraad =snoer lampdraad draadje =spanning stroomkastje =bedradingen kabeltje`,
	"bankje": `=bankje =bankjes zitbank parkbank zitbankje picknicktafel picknickbank =zitmeubel hangbankje
		zitting rugleuning =bankie =bankies ligbank schaaktafel =zitje zitplek parkbankje`,
	"bank": `=bank =banken`,
	"paal": `paal =palen paaltje =paaltjes poller parkeerpaal afzetpaal antiparkeerpaal amsterdammertje parkeerpaaltje afzetpaaltje verkeerspaal =paltje betonpaal
		verkeerspaaltje =parkeerpaaltjes bermpaal reflectorpaal hectometerpaal =pin ijzerpaal =buis =beugel pollers =pol
		schampaal fietspaaltje =paalt =palletje afzetting zinkpaal`,
	"bord": `bord verkeersbord naambord straatnaambord stopbord bordje wegwijzer straatbord snelheidsbord informatiebord haltebord parkeerbord
		bewegwijzering informatiepaneel paneel =plattegrond anwbbord matrixbord =anwb verkeersspiegel straatspiegel
		=stopborden waarschuwingsbord =verbodsbord =gebodsbord =adviesbord naamplaat huisnummerbord onderbord richtingbord
		wijkbord snelheidsmeter smileybord`,
	"hek": `hek hekwerk reling leuning vangrail afrastering brugleuning slagboom hekje poortje klaphek draaihek
		balustrade prikkeldraad schrikhek trapleuning tuinhek toegangshek sluitboom relingen poort schapenhek kippengaas
		=gaas dranghek rasterwerk raster brugreling valbeveiliging`,
	"bloembak": `bloembak plantenbak bloempot bloementrog`,
	"fietsenrek": `fietsenrek fietsrek fietsnietje fietsbeugel fietsenstalling fietsklem fietsenklem fietsenbeugel
		fietsrekken fietsenhok fietsparkeerplek fietsbeugels =nietje =nietjes fietsoverkapping fietstrommel`,
	"bushok": `bushokje bushok bushalte abri haltehokje tramhalte bushaltehokje
		wachthuisje wachthokje halte busstation tramhokje bushalteglas halteplaats =dris abriruit`,
	"ruit": `=ruit =ruiten =ruitje =ingeslagen =ingegooid
		glasplaat glaswand =ingetikt =ingegooide =ruitbreuk`,
	"kapot": `=kapot =kapotte =kappot =kapod =stuk =stukken =defect =defecte =vernield =vernielt =vernielde =gebroken =gesloopt =gesloopte =beschadigd =beschadigde
		=kaduuk =gesmolten =doormidden =verrot =verrotte =rot =versleten =kaput =stukgemaakt =afgebladderd =gesneuveld =geknakt =schade =beschadiging =toegetakeld
		=kappotte =kapotgemaakt =kapotgeslagen =kapotgetrapt =doorgeroest =doorgesneden =doorgezaagd =verbrand =uitgebrand
		=afgefikt =opgeblazen =ontploft =gemold =moer =mol =uiteen =stukje =sloopt =slopen =onbruikbaar =kapoet =kaduke
		=opgerold =afgesleten =molest =splinters =verniel =vernielen =vernieling =vandalisme =vandalen =onthoofd =uitelkaar
		=verweerd =afgebladerd =afgebrand`,
	"werkt": `=doet =doen =werkt =werken =functioneert =werkte =deed
		=functioneren =reageert =doetut =weigerd =doe =gewerkt`,
	"weg": `=verdwenen =ontbreekt =mist =missen =ontbreken =gestolen =afwezig =eraf =weggehaald =vermist
		=gejat =pleite =foetsie =zoek =ontbrak =verwijderd =weggenomen =missend =missende`,
	"gereden": `=omgereden =omver =aangereden =stukgereden =geramd =geraakt =kapotgereden =omvergereden =aanrijding
		=gebotst =botsing =opgereden =klap =aanrijden`,

	// Playgrounds.
	"toestel": `schommel schomel glijbaan =wip =wippen wipkip klimrek zandbak speeltoestel kabelbaan trampoline draaimolen klimtoestel duikelrek
		voetbaldoel basket basketbalnet basketbalring basketbalpaal speelhuisje pingpongtafel tafeltennistafel voetbalkooi pannakooi skatebaan
		halfpipe klimnet touwbaan speelnet waterspeelplaats
		speelhuis duikelstang rekstok goal voetbalgoal klimtouw klimwand hinkelbaan speelapparaat speelattribuut
		kettingbrug evenwichtsbalk wiebelbrug veerwip kabelbaantje glijbanen schommels sportkooi fitnesstoestel
		beachvolleybalnet voetbalpaneel speelkasteel speelboot watertrap waterspeeltoestel =wipje =wippies wiebelkip
		speelzand zandkasteel schommelzitting`,
	"doel": `=doel =doeltje =doelen =doeltjes =netten =voetbaldoeltjes
		=goals =goaltje =goaltjes =voetbaldoelen =net =netje =ring`,
	"speelplek": `speeltuin speelplaats speelplek speelveld speelterrein trapveld trapveldje speelpleintje kinderspeelplaats speeltuintje speelgelegenheid voetbalveld voetbalveldje basketbalveld skatepark
		speelpark speelhoek speelruimte kinderspeelplek voetbalplein speeltuintjes speelhof pannaveld cruyffcourt
		krajicekveld jeugdplek jop speelbos sportveld =cruyff basketbalveldje trapveldjes kinderpark`,

	// Water and sewers.
	"put": `put =putten putdeksel straatput rioolput kolk straatkolk =putje =putjes afvoerput regenput putrooster waterput rioolputje
		regenpijp straatputje zinkput inspectieput rioolkolk =pud =puten mangat =kolken afvoerputten`,
	"deksel": `deksel rooster
		putrand`,
	"riool": `riool riolering rioollucht rioolstank rioolgeur =reool
		rioolwater rioolbuis rioolpijp =riolen rioollek rioollekkage =drab =fecalien`,
	"afvoer": `afvoer afvoerputje afwatering waterafvoer drain
		afwateringsgoot lijngoot drainage duiker straatgoot gootrooster molgoot =afwateren`,
	"verstopt": `=verstopt =verstopte =verstopping =dicht =dichtgeslibd =verstopd =dichtzit =verzand =dichtgelopen
		=verstoptt =volgelopen =dichtgegooid =dichtgestopt =dichtgekit =verstop =verslibt =doorloopt =doorstroomt
		=opgestopt =borrelt =borrelen =slib`,
	"water": `=water =regenwater =grondwater =hemelwater
		=regenwaters =waterstroom =watertje =waterpeil`,
	"staan": `=blijft =blijven =wegtrekt =wegzakt =weggetrokken =wegstroomt =wegloopt =wegzakken =weglopen =stroomt
		=afvoert =afloopt =wegzakte =opdroogt =wegkan =wegkomt =wegvloeit`,
	"plas": `=plas =plassen waterplas regenplas =plasje
		waterpoel regenwaterplas modderpoel =plassenvorming poel waterplassen`,
	"blank": `=blank =onderwater =wateroverlast =ondergelopen =overstroming =overstroomt =overstroomde =onderloopt
		=onderwaterstaan =zwembad =overstromen =waterballet`,
	"loopt": `=loopt =lopen =liep`,
	"onder": `=onder =over`,
	"regen": `=regen =regenbui =regent =bui =buien =geregend =hoosbui =regenval =wolkbreuk =plensbui
		=plenst =plensbuien =buitje =stortbui =stortregen =regende =hoost =regenen =regenachtig =hozen`,
	"stinken": `=stinkt =stinken =stank =stinkend =stinkende =ruikt =lucht =stonk =meurt =geur =stankoverlast
		=meuren =luchtje =walm =gestonken =stinkboel =penetrante =penetrant =strontlucht`,
	"sloot": `sloot vijver singel gracht =kanaal =vaart beek =meertje
		watergang singeltje vijvertje slootje grachtje watering kade recreatieplas`,

	// Slippery.
	"glad": `=glad =gladde =glat =spekglad =spiegelglad =gladheid =glibberig =glibberige =uitgegleden =glij =glijd =glijdt =glijden
		=onderuit =uitglijden =beijzeld =gladdig =gladheit =glibberen
		=uitgegleed =slip =slipgevaar =slippen =slipt =superglad =ijsglad =gladjes =glipperig =glibbert =glijpartij
		=glijpartijen =uitgleed =gegleden =slipgevaarlijk =slipper =spiegelgladde`,
	"strooien": `=strooien =gestrooid =strooiwagen =strooi =strooit =strooizout =zout =gestrooit =strooidienst
		=strooiploeg =strooidiensten =pekel =pekelen =gepekeld =zoutstrooier`,
	"winter": `=sneeuw =ijs =ijzel =bevroren =opgevroren =sneeuwschuiver =sneeuwvrij =ijsplaat =ijsbaan =aangevroren
		=ijsplek =ijsplekken =ijsvorming =ijslaag =sneeuwlaag =sneeuwval =gesneeuwd =sneeuwt =vorst =vriest =gevroren
		=sneeuwhoop =sneeuwbrij =rijp =hagel =opvriezen =opvriezing =bevriest =bevriezing =bevroor =ijsschots`,
	"alg": `alg algen aanslag
		algengroei slijm =algjes`,
	"olie": `=olie =oliespoor =olievlek =olievlekken =dieselspoor =diesel =benzine =olieplas =motorolie =frituurvet =stookolie
		olielek =zeep =vet =smeerolie =olielekkage =vetvlek =dieselolie =brandstof =oliefilm`,

	// Nuisance.
	"graffiti": `graffiti grafitti grafiti graffitie graffity =beklad =bekladden =bekladding =bespoten =ondergespoten =gespoten =spuitbus =bekladt =ondergekalkt =gekalkt hakenkruis =wildplak =wildplakken =tag =tags =spuitverf =bekrast
		=volgespoten =volgeklad =geklad =kladden =gekladderd =gekliederd =kliederen =kladderij =gekladder =volgekladderd
		=bekladderd =spuitkunst =overgespoten swastika =geschilderd =geverfd =krabbels =krabbel =gekrast =krassen
		=ingekrast =gekraste =bekrassing =graffitti =klad =bekalkt =gekliedert =spuiterij =viltstift =stift =ondergeklad
		=hakekruis =kalkletters`,
	"plakken": `sticker poster affiche plakkaat =geplakt =plakken =volgeplakt =aanplak aanplakbiljet =opgeplakt =beplakt
		=stikker =stikkers reclameposter flyerposter voetbalsticker aanplakbiljetten verkiezingsposter =beplakken =posteren
		=geplak =plak`,
	"tekst": `=tekst =teksten leus leuze =leuzen =getekend =tekeningen =geschreven =symbolen
		=tekens =tekening =scheldwoord =scheldwoorden =obscene =racistisch =racistische =discriminerende =letters =getekent
		=beledigend =haatdragend`,
	"muur": `muur =muren viaduct onderdoorgang tunnel garagedeur elektriciteitskast elektrakast transformatorhuisje stroomkast trafohuisje schakelkast garagebox verdeelkast elektriciteitskastje elektriciteitshuisje
		muurtje garagemuur schoolmuur gevelmuur =wand =wanden standbeeld kunstwerk monument elektrakastje stroomhuisje
		=kastje =kastjes trafo pomphuisje schakelkastje geluidsscherm geluidswand tunnelwand brugpijler buurthuismuur
		postkast`,
	"poep": `hondenpoep hondepoep hondendrol hondedrol poep =poept =poepen =gepoept drol =drollen hondenstront stront =uitwerpselen hondenuitwerpselen =kak =keutel =keutels =schijten =schijt =gescheten =hondekak =hondenkak hondenkeutel =behoefte =paardenpoep =ontlasting hondenpoepoverlast
		bolus =hondendrollen =poeptroep hondentoilet =poepjes =schijterij =strond =hondepoepje =ontlastingen poepzakje
		=poepzakjes =hondenpoepzakje =hondenpoepzakjes =kattenpoep =poepie =uitwerpsel =paardenstront =paardendrol
		=paardenvijgen =schapenkeutels =ganzenpoep =hondenbolus =hondenhoop =vogelpoep`,
	"hond": `hond =baasje =baasjes hondenbezitter hondeneigenaar =uitlaten =uitlaatstrook =uitlaat
		hondenuitlaatplek hondenveld hondenlosloopveld honden labrador puppy =hondjes =viervoeter =hondenbaas hondenbaasje
		=honde =hondebezitters =hondeneigenaren =uitgelaten =hondenuitlaatstrook =hondenpark hondenuitlaatveld`,
	"wrak": `fietswrak wrak weesfiets fietsenwrak scooterwrak fietswrakkie brommerwrak =fietsframe
		geraamte fietskarkas =brik =brikken =fietslijk =fietsenlijk motorwrak =fietsskelet =rif fietsbrik =barrel =barrels`,
	"fiets": `fiets =fietsen =rijwiel bakfiets =fietsie deelfiets deelfietsen
		omafiets damesfiets herenfiets kinderfiets swapfiets stadsfiets mountainbike racefiets driewieler =ebike =fietsjes
		=fiest ovfiets stationsfiets =rijwielen fatbike vouwfiets`,
	"brommer": `brommer scooter bromfiets snorfiets deelscooter deelscooters scootertje
		snorscooter bromscooter motor =motoren motorfiets motorblok =step =stepje vespa crossmotor =brommert quad brommers`,
	"roest": `=roest =roestig =roestige =verroest =verroeste =roesten =wegroest
		=verroesten =geroest =wegrotten =rotten =wegroesten =roestbak =verweert`,
	"wiel": `=wiel =wielen zadel frame =lekke voorwiel achterwiel =ketting =kettingslot
		achterband voorband fietsband spaak trapper =stuur =pedaal =bandeloos =zadels =spaken =banden =kettingloos =slot
		=frames`,
	"maanden": `=maanden =maand =jaar =jaren =weken =lang =tijden =eeuwigheid
		=eeuwen =halfjaar =langdurig =jarenlang =maandenlang =wekenlang =lange =kwartaal =zomer =winterlang`,
	"verlaten": `=achtergelaten =verlaten =niemand =onbeheerd =onbeheerde =eigenaar =achterlaten
		=herenloos =eigenaars =teruggevonden =onbeheert =ongebruikt =eigenaarloos =opgevist =opgeviste`,
	"oud": `=oud =oude =halve`,
	"dumpen": `=dumpen =gedumpt =gedumpte =dump =dumpt =dumping =dumpplek =gestort =storten =stort =stortplaats =loost =lozen =lozing =geloosd =gedumt =gedump =illegaal =illegale
		=gedropt =kiept =kiepert =kiepen =gekiept =gekieperd =leeggekiept =leeggegooid =stortplek =illegaals =afvaldump
		=dumpers =weggekieperd =loosde =gelost =lost =dumpte =clandestien`,
	"gooien": `=gegooid =gooien =gooit =weggegooid =gooide
		=gooiden =giet =gieten =gegoten =spoelt =spoelen =gespoeld =smijt =smijten =mikkert =kwakt =weggooien`,
	"asbest": `asbest asbestplaat asbestplaten golfplaat golfplaten
		eterniet eternietplaat asbestpijp asbestdak asbestafval asbestverdacht =asbesst golfplaatdak asbestbuis`,
	"chemisch": `=chemisch =chemische =chemicalien =chemikalien drugsafval =giftig =giftige =gif =zuur =zoutzuur xtcafval drugslab
		=gifgroen =gifgroene =vloeistof =vloeistoffen =poeder =korrels =korrel ammoniak =bijtend =bijtende =chloor =xtc
		=hennepafval =wietafval hennep drugsdump hennepkwekerij landbouwgif bestrijdingsmiddel accuzuur accu autoaccu kwik
		=radioactief =gifstoffen =chemicalieen =chemie =zuren bleekmiddel thinner terpentine`,
	"verf": `verf verfblik =verfblikken verfemmer =verfpotten
		=lak kwast latex muurverf =verfresten =verfrest verfpot verfbus`,
	"vat": `=vat =vaten jerrycan jerrican olievat =jerrycans
		ton =tonnen olieton gastank bidon drum =vaatje ibc olieblik`,
	"puin": `puin bouwafval bouwpuin sloopafval bouwmateriaal tuinafval grondhoop =snoeiafval
		isolatie isolatiemateriaal dakleer glaswol steenwol bitumen gips gipsplaat =grond zandhoop bouwzak bigbag puinzak
		bakstenen baksteen dakpan dakpannen betonpuin sloopmateriaal =bouwrommel =bouwvuil bouwspul snoeihout takkenbos
		grasmaaisel maaisel tuinresten groenafval tuinvuil snoeisel =tuinafvall stenenhoop cement mortel sloophout bielzen
		verbouwing`,
	"gasfles": `lachgasfles gasfles lachgascilinder cilinder lachgaspatroon gasflessen
		propaanfles butagasfles lachgastank gastankje gasflesjes slagroompatroon lachgascilinders butagas`,
	"jongeren": `jongere =jongeren =jeugd hangjongere hangjeugd =jongens =jeugdgroep hanggroep =jochies =pubers =tieners =groepje =groep =jongelui =hangplek =rondhangende =rondhangen
		=gasten =clubje =jochie =joch =kinderen =kids =straatschoffies =schoffies =tuig =vriendengroep =knullen =jonges
		=jongen =hangplekje =jeugdigen =groepen =groepjes =tiener =pubertjes =straattuig =etters =rotjochies =rotjong
		=knapen =samenscholing =straatbende =clubjes =scholieren =studenten =jongetjes =meiden =gastjes`,
	"lawaai": `=lawaai =herrie =geluidsoverlast =muziek =schreeuwen =schreeuwt =schreeuwend =schreeuwende =gillen =gegil =geschreeuw =burengerucht =feest =feestje =geluid =lawaaierig =gebonk =kabaal =bonken =herie =toeteren =lawaaioverlast
		=feesten =gefeest =feesters =bass =bas =boombox =dj =lallen =lallend =lallende =gelal =bleren =blaffen =blaft
		=geblaf =schelden =uitschelden =scheldt =uitgescholden =gescheld =brullen =gebrul =joelen =gejoel =krijsen
		=geluiden =decibellen =muzikant =straatmuzikant =accordeon =gitaarspel =zingen =gezang =luidruchtig =luidruchtige
		=luide =luid =geluidshinder =herrieschoppers =getoeter =toetert =schreeuwers =karaoke =technofeest =speaker
		=speakers =versterker =uitgaanspubliek =terraslawaai =geroep =roepen =geblaat`,
	"drank": `=dronken =drank =drinken =alcohol =bier =zuipen =dronkaard =dronkaards =alcoholisten =dronkenlap =drankgebruik =bierdrinkers =zuiplap
		=bierdrinken =zatlap =zatlappen =lazarus =zat =bezopen =wijn =wodka =alcoholgebruik =alcoholisch =dronkelap
		=dronkelappen =zuipt =zuipschuit =drinkt =bierdrinker =zuipkeet =kroeggangers =aangeschoten =beschonken =drinkers
		=alcoholist`,
	"drugs": `=blowen =blowende =wiet =drugs =dealen =gedeald =dealer =dealers =drugsdealers =drugsoverlast =drugsgebruik =junks =junkies =junk =lachgas =spuiten =hasj =drugsgebruikers =wietlucht =hangdealers =gebruikers =drugshandel
		=joint =joints =jointje =wieten =blowt =blowers =geblow =geblowd =verslaafde =verslaafden =verslaafd =gebruiker
		=coke =cocaine =crack =heroine =pillen =xtcpillen =snuiven =spuiters =ballonnetjes =hasjlucht =drugsdeal
		=drugsdealer =dealt =handelen =drugsrunner =drugskoerier =coffeeshop =roken =snuift =handeltje =ketamine =hasjiesj`,
	"vuurwerk": `=vuurwerk =vuurwerkoverlast =rotjes =knallen =afgestoken =afsteken =vuurwerkbom =knal =cobra =vuurpijlen
		=vuurwerkbommen =rotje =knalt =knallend =knallende =siervuurwerk =strijkers =nitraat =vuurpijl =carbid
		=knalvuurwerk =vuurwerkknal =bommen =bommetjes =knaldingen`,
	"wildplas": `=wildplassen =wildplasser =wildplassers =urineren =pissen =pist =piest =geplast =pies =piesen =pissende =urine =urinelucht =pislucht
		=geurineerd =urineert =plasser =plasplek =pisser =wildpoepen =overgeven =kots =kotsen =braaksel =overgegeven
		=gekotst =zeiken =gezeken =zeikt =pisplek =gepist`,
	"zwervers": `=zwerver =zwervers =dakloze =daklozen =bedelen =bedelaar =bedelt =bedelaars =gebedel =slaapplek
		=clochard =slaapt =slaapzak =tentje =bedelend =bedelende =buitenslaper =buitenslapers =arbeidsmigranten
		=matrasslaper =dakloos`,
	"overlast": `=overlast =hinder =lastigvallen =lastig =lastiggevallen =intimideren =intimiderend =rondhangt =ruzie =vechten
		=intimideert =uitdagen =pesten =gepest =bedreigend =treiteren =sarren =naroepen =nageroepen =nafluiten =spugen
		=uitjouwen =eieren =belletje =belletjetrek =belletjelellen =voetballen =voetbal =voetbalt =agressief =agressieve
		=ruzien =geruzie =vechtende =vechtpartij =knokken =rellen =relschoppers =vechtpartijen =onrust =terroriseren
		=provoceren =samenscholen =lastigvalt =gluren =gluurder =bespieden =vervelend =vervelende =last`,
	"crossen": `=crossen =racen =racet =raast =scheurt =opgevoerde =crosst =driften =crossers
		=straatrace =straatraces =straatracen =wheelies =wheelie =geracet =rondrijden =rondscheuren =rondcrossen
		=motorcross =crossbaan =drift =optrekken =gasgeven =slippende =burnout =raceauto =racers =spookrijden`,
	"avond": `=avond =nacht =nachts =savonds =avonds =slaap =slapen =laat
		=avonden =nachten =snachts =nachtrust =middernacht =uitslapen =weekenden =avondje =nachtelijk =nachtelijke`,
	"mensen": `=mensen =man =mannen =vrouw =iemand =figuren
		=vent =kerel =kerels =personen =lui =lieden =publiek =bezoekers =vreemden =volk`,
	"portiek": `portiek trappenhuis galerij =hal
		=lift =trapportaal fietsenkelder kelderbox portieken trappenhal bergingsgang liftportaal`,

	// Animals.
	"rat": `rat =ratten rattenplaag rattenoverlast =ratte rattengat rattenhol rattennest =ratjes
		=rattenvanger =rattenkeutels =rattenkeutel =rattendrol muskusrat =rattengif =rattenholen =rattenfamilie
		rattenprobleem =rattebak =rattenval rattenbeet`,
	"ongedierte": `ongedierte muis =muizen muizenplaag wesp =wespen wespennest wespenest kakkerlak kakerlak eikenprocessierups processierups =rups =rupsen =mieren
		=vlooien hoornaar hoornaarnest =bijennest =bijenzwerm =luizen bedwants =muggen =rupsennest
		knaagdier muizenoverlast =mollen molshoop molshopen vlieg vliegen made maden =mug muggenplaag mier mierenplaag
		mierennest jeukrups horzel daas =teek =bijen bijenvolk spinnen spin zilvervisje processierupsen rupsenplaag buxusmot
		motten =vlo vlooienplaag vliegenplaag hommel hommelnest steenmarter =bever vleermuis wespenplaag muizennest
		muizenkeutels slak slakken slakkenplaag muskiet luizenplaag eikeprocessierups horzelnest vogelmijt`,
	"dood": `=dood =dode =dooie =dooje =doje =overleden =doodgereden =platgereden =overreden =doodgegaan =levenloos =levenloze =kadavers =dooi =gestorven =doodgevonden
		=verdronken =gecrepeerd =overrede =platte =aangespoeld =stervende =stervend =verongelukt
		=bezweken =krepeert =roerloos`,
	"kadaver": `kadaver karkas
		=vogelkadaver =kadavertje lijkje =dierenlijk =kreng =vissterfte =vogelsterfte`,
	"dier": `dier =eend =eenden =eendje =eendjes =kat =katten =poes =poezen =kater =vogel =vogels =vogeltje =vis =vissen =duif =duiven =meeuw =meeuwen =zwaan =zwanen =egel =egels =konijn =konijnen =gans =ganzen =reiger =reigers =kraai =vos =haas =merel =kip =schildpad =koet =meerkoet =karper =snoek =kikker =marter =beest =beestje =huisdier =ekster =ekstertje =egeltje =duifje
		=ree =reetje =reeen =hert =kraaien =kauw =kauwen =merels =mereltje =spreeuw =spreeuwen =mus =mussen =haan =hanen
		=kippen =schaap =schapen =geit =geiten =eekhoorn =hamster =cavia =papegaai =parkiet =brasem =vosje =bunzing =wezel
		=das =uil =buizerd =valk =ooievaar =nijlgans =nijlganzen =hazen =konijntje =poesje =kitten =kittens =katje =beesten
		=dieren =diertje =salamander =kikkers =padden =vogeltjes =zwaantje =karpers =visjes =visje =voorn =paling`,

	// Everything else that people report.
	"auto": `auto =autos bestelbus vrachtwagen vrachtauto caravan aanhanger camper =busje voertuig personenauto aanhangwagen =wagen
		=wagens =autootje =vrachtwagens =busjes bestelauto bestelwagen =trekker =tractor =tractors bakwagen campers
		caravans oplegger paardentrailer boot boottrailer autowrak taxi =voertuigen`,
	"parkeren": `=parkeren =geparkeerd =geparkeerde =parkeert =parkeer =foutparkeren =foutgeparkeerd =foutparkeerder =parkeeroverlast =parkeerprobleem =parkeerdruk =parkeerplaatsen =parkeerd =geparkeert =invalidenparkeerplaats =invalidenvak =parkeerplekken
		=parkeergarage =dubbelgeparkeerd =dubbelparkeren =inparkeren =parkeerruimte =parkeergelegenheid =blauwezone
		=parkeerschijf =parkeerbeleid =bezet =bezetten =parkeertekort`,
	"stoplicht": `verkeerslicht stoplicht verkeersregelinstallatie voetgangerslicht =stoplichten
		=verkeerslichten =verkeerslichtinstallatie =drukknop =rateltikker =stoplichtje =groentijd =oversteeklicht`,
	"snelheid": `=snelheid =hardrijden =hardrijders =hard =snelheidsoverlast =tehard =racebaan =verkeerssituatie =verkeersonveilig =oversteken =oversteekplaats
		=snelheidsduivels =snelheden =sluipverkeer =sluiproute =verkeersdrukte =verkeersveiligheid =doorgaand =doorgaande
		=wegpiraten =hardrijder =eenrichtingsverkeer =inhalen =flitser =flitspaal =zone =verkeersdruk =km =spookrijders`,
	"rijden": `=rijden =gereden =rijdt =rijd =rijders
		=scheurend =rije =reed`,
	"stoken": `=stoken =stookt =houtkachel =houtrook =rook =kachel =vuurkorf =houtstook =fikkie =barbecue =rookoverlast =schoorsteen
		=houtstoken =rooklucht =barbecueen =bbq =barbecues =rookt =allesbrander =openhaard =gestookt =stookhout
		=houtkachels =rookwolk =kampvuur`,
	"voorziening": `fontein watertappunt tappunt laadpaal oplaadpaal laadpunt pomp brievenbus =wifi
		fonteinen =geldautomaat =pinautomaat brandkraan watertap drinkwaterpunt =klok =toren =torenklok openbaretoilet
		urinoir =waterleiding waterleidingbreuk leiding =waterdruk =gsmmast zendmast antenne antennemast =internet
		=glasvezelaansluiting =telefoonmast =zuil aanplakzuil parkeerautomaat parkeermeter roltrap kerststal vlaggenmast
		drone =drones kerstverlichting bloembollen`,
	"brug": `=brug =bruggen bruggetje steiger vlonder loopbrug`,
	"belijning": `zebrapad wegmarkering belijning =strepen =zebra =markering =vervaagd =belijn parkeervakken
		=lijnen wegmarkeringen markeringen zebrapaden belijningen haaientanden haaientand =pijlen =wegstrepen`,
	"bouw": `bouwhek bouwplaats bouwput bouwkeet schaftkeet bouwkraan bouwlawaai schutting aanbouw dakkapel omgevingsvergunning
		=bouwen =gebouwd =bouwt dakterras tuinhuis =bouwvergunning bouwherrie bouwverkeer =heien =heiwerk =sloopwerk
		=bouwvakkers bouwkranen uitbouw =dakkapellen`,
	"voeren": `=voeren =voert =gevoerd =voer
		=brood =gevoederd =voederen =eendjesvoeren =broodkruimels =voedsel`,
	"wens": `=nieuwe =nieuw =adopteren =aanvragen =idee =voorstel =erbij =extra
		=aanleggen =wenselijk =suggestie =ideetje =beplanten =inrichten =vergroenen =aanplanten =aanleg =voorstellen
		=adoptie`,
	"industrie": `snelweg fabriek vliegtuig vliegtuigen trein treinen bedrijventerrein =horecalawaai
		industrieterrein =vliegtuiglawaai =spoorlijn =treinlawaai =vliegverkeer schiphol =windmolen =windmolens =helikopter
		=randstadrail distributiecentrum`,
	"buurman": `buurman buurvrouw =buren =hiernaast =buur buurjongen
		buurkind =bovenburen =onderburen =overburen =overbuurman =buurtgenoot =bovenbuurman =benedenburen`,

	"tafel":    `tafel`,
	"kleding":  `=kleding =kleren textiel =kleer =kledingstuk`,
	"tuin":     `=tuin =tuinen achtertuin voortuin`,
	"hoop":     `=hoop =hopen`,
	"toilet":   `=toilet =wc =plee`,
	"schuim":   `=schuim =schuimt =verkleurd =kleur =bruin =melkachtig =melkwit`,
	"hetgroen": `=groen groenvoorziening`,
	// What the city does that is no report.
	"loket": `paspoort rijbewijs gemeentehuis stadhuis parkeervergunning uittreksel uitkering bijstand belasting afspraak openingstijden
		trouwen trouwboekje verhuizing inschrijven identiteitskaart idkaart wijkmanager wethouder burgemeester vacature subsidie
		huurtoeslag medewerker geboorteakte vergunningaanvraag bijstandsuitkering
		raadhuis servicebalie balie loket loketten =formulier formulieren telefoonnummer openingstijd verkiezingen
		verkiezing stempas stemmen stembureau =huurwoning inschrijving zorgverzekering wmo =huishoudelijke =huishouding
		thuiszorg schuldhulp schulden =toeslag =kwijtschelding gemeentebelasting ozb woz hondenbelasting =digid
		geboorteaangifte overlijdensaangifte huwelijk =trouwt akte legaliseren vog =verblijfsvergunning naturalisatie
		=nationaliteit bezwaar bezwaarschrift raadslid raadsvergadering gemeenteraad =wijkbudget =wijkagent ouderenadviseur
		vrijwilliger vrijwilligerswerk sollicitatie solliciteren werkzoekende uitkeringen aow pensioen leerlingenvervoer
		schoolplek kinderopvang =openingsuren bezoekersvergunning bewonersvergunning gehandicaptenparkeerkaart parkeerkaart
		idkaarten reisdocument nieuwsbrief =geopend =website`,
}
