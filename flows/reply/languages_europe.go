package reply

var english = language{
	id:       "en",
	yes:      "yes yeah yep yup",
	good:     "good fine great well okay excellent alright wonderful lovely perfect",
	filler:   "i am im i'm all is everything everythings thank thanks you very much today here are we feel feeling doing the and so my it its it's for asking really just quite with me to hello hi morning have a nice day",
	negators: "not never none nothing cant can't dont don't wont isnt doesnt didnt cannot nobody without unable",
	no:       "no nope",
	contrast: "but except however",
	goodPhrases: []string{
		"no problem|problems|worries|complaints|complaint", "nothing wrong|to complain", "all is|its good|well|fine|ok|okay",
		"im|am (doing) well|fine|good", "cant complain", "couldnt|cant be better",
	},
	benign: []string{"no pain|fever|help (needed)", "dont worry", "no need to worry", "and you", "how are you"},
	urgent: []string{
		"cant|cannot|not|unable|couldnt|can|hardly|hard ~ get|stand (me|myself) up|out",
		"cant|cannot|not|hardly|unable|hard|trouble|difficulty ~ breathe|breathing|breath|breathe",
		"breathe|breathing|breath ~ not|cant|hard|difficult|trouble", "chest ~ pain|tight|tightness|pressure|hurts", "pain ~ chest|heart",
		"heart attack", "stroke", "on the floor|ground", "fell|fallen ~~ up|floor|bleeding", "fell|fallen ~~ cant|cannot|not|unable ~ move|stand|walk", "cant|cannot|unable|not ~ move",
		"call|send|need ~ 112|911|ambulance|police|doctor", "bleeding|blood", "fire|smoke", "gas leak", "smell gas|smoke",
		"burglar|intruder|robber|thief|robbery", "someone|man|men ~ in (my|the) house|home|room", "want|going ~ die",
		"kill ~ myself|me|us", "suicide|overdose", "not want ~ live", "dont want ~ live",
		"unconscious|fainted|collapsed|choking|paralysed|paralyzed|seizure", "not|isnt breathing|responding|waking|wake", "face droop*",
		"hits|hit|beats|hitting|hurting|threatens|beating me|my", "emergency|danger|dying|urgent", "help me|us|now|please|quick|fast",
		"please help", "too many pills|tablets", "lost ~ where", "stuck in|on|under",
	},
	help: []string{
		"need|want|some ~ help|doctor|nurse|someone|somebody", "help", "can|could|please|would ~~ call|phone|ring|come|visit|contact",
		"call me", "call|phone|ring|contact me", "fell|fallen|fall",
		"sick|ill|unwell|pain|hurts|hurt|dizzy|fever|lonely|sad|scared|afraid|confused|vomiting|nauseous|headache|weak|depressed|worried|awful|terrible|badly",
		"bad|worse|poorly|rough", "not feeling|feel (so|very|too) good|well|great|fine",
		"not|nothing (so|very|too|really|doing|feeling) good|well|fine|ok|okay|great|right",
		"no food|heating|water|power|money|electricity|medicine", "my husband|wife ~ died|dead|sick|ill", "died|dead", "ran|run out of",
		"alone",
	},
	unclear: []string{
		"so so", "not (too|so|that) bad", "could be better|worse", "who is this", "who are you", "wrong|what", "getting by|there",
		"tired", "soso|meh|maybe|perhaps", "i (think|guess|hope) so", "thank you $ + no",
	},
	stop: []string{
		"stop sending|texting|messaging|messages|these|it|this|the|please", "no|dont|not (more|want|send) ~ messages|texts|message|sms",
		"unsubscribe", "remove me|my", "leave me alone", "wrong number", "opt out", "do not contact|text|message",
		"dont contact|text|message|send",
	},
	pause: []string{
		"on holiday|holidays|vacation|trip", "holiday|holidays|vacation", "in (the) hospital", "hospital",
		"away (until|till|for|this|next|on)", "im|am away", "not (at) home", "pause",
	},
}

var german = language{
	id:       "de",
	yes:      "ja jawohl",
	good:     "gut prima bestens okay wunderbar ausgezeichnet bestens",
	filler:   "mir uns geht gehts es ist alles danke vielen dank sehr ich bin wir sind guten morgen tag heute fuhle fuehle mich wohl schon und ihnen hier gesund zufrieden schonen",
	negators: "nicht nich kein keine keinen nichts nie niemand ohne kaum",
	no:       "nein",
	contrast: "aber nur leider jedoch ausser",
	goodPhrases: []string{
		"alles in ordnung", "(ich) kann (mich) nicht klagen|beklagen", "keine probleme|beschwerden|sorgen", "alles klar",
	},
	benign: []string{"keine schmerzen|hilfe (notig)", "nicht krank"},
	urgent: []string{
		"hilfe", "hilfe|notfall|notarzt|rettung|krankenwagen|notruf|feuerwehr|polizei", "feuer|brennt|rauch|gasgeruch",
		"kann|komme|kriege ~ nicht ~ aufstehen|hoch|auf|bewegen|atmen|sprechen", "keine|kaum|bekomme|kriege ~ luft",
		"atemnot|schlaganfall|herzinfarkt|herzanfall|bewusstlos|ohnmachtig|erstick*", "liege|lieg ~ boden|fussboden", "auf dem boden",
		"brust|herz ~ schmerz*|druck|stechen|weh", "schmerz*|druck|stechen ~ brust|herz", "blute|blutet|blutung",
		"will|mochte ~ sterben|tot|nicht ~ leben", "nicht mehr leben", "einbrecher", "sterbe|sterben",
	},
	help: []string{
		"brauche ~ hilfe|arzt", "gefallen|gesturzt|hingefallen|sturz",
		"krank|schlecht|schwindlig|schwindelig|schmerzen|schmerz|ubel|fieber|einsam|traurig|angst|elend|allein",
		"nicht|gar (so|sehr|besonders|ganz|mehr) gut", "rufen|ruf|rufe|anrufen|bitte ~ an|mich|rufen|anrufen",
		"gehts|geht ~ nicht|schlecht", "gefallen", "arzt", "kein|keine essen|strom|wasser|heizung|geld",
	},
	unclear: []string{"geht so", "= es geht", "so lala", "wer ist|sind", "mude", "nicht schlecht"},
	stop: []string{
		"keine (weiteren) nachrichten|sms (mehr)", "aufhoren|abmelden|abbestellen", "falsche nummer", "bitte stopp|aufhoren", "in ruhe",
	},
	pause: []string{"urlaub", "im|ins krankenhaus", "krankenhaus", "verreist", "nicht zu hause", "in ferien"},
}

var frisian = language{
	id:          "fy",
	good:        "goed best skoan poerbest bêst",
	filler:      "it giet mei my is alles hjir tige tank tankje wol jo jim wy ik bin sûn sa moai hearlik moarn",
	negators:    "nit noait neat gjin",
	no:          "nee",
	goodPhrases: []string{"neat oan e hân", "sûn en wol", "alles yn oarder"},
	urgent: []string{
		"lis|lizze|lei ~ grûn|flier", "kin ~ net|nit ~ oerein|opstean|sykhelje", "gjin lucht|azem", "benaud",
	},
	help: []string{
		"fallen|foel|falle", "net|nit (sa|hielendal|echt) goed|best|lekker", "siik|pine|min|allinne|bang|binaud", "help my", "belje",
	},
	pause: []string{"op fakânsje", "fakânsje", "yn it sikehûs", "sikehûs"},
}

var french = language{
	id:       "fr",
	yes:      "oui ouais",
	good:     "bien bon super parfait nickel",
	filler:   "tout va je vais suis ca très merci beaucoup bonjour est moi avec vous et bonne journee ici nous allons madame monsieur sante forme",
	negators: "pas jamais rien aucun aucune plus personne sans",
	no:       "non",
	contrast: "mais sauf seulement",
	goodPhrases: []string{
		"pas de problème|problèmes|souci|soucis", "en (pleine|bonne) forme|sante", "ça va (très|tres) bien", "rien a signaler",
	},
	benign: []string{"pas malade"},
	urgent: []string{
		"au secours|feu", "secours|urgence|aidez", "aidez moi", "peux|arrive|puis ~ pas|plus ~ lever|relever|respirer|bouger|parler",
		"respire|respirer ~ mal|pas|plus", "(par) terre ~ suis|tombé*", "suis par terre", "mal|douleur ~ poitrine|coeur",
		"tombé|tombée|tombe ~~ lever|relever|terre|sang", "saigne|sang|saignement", "incendie|fumee|gaz",
		"mourir|suicider|infarctus|avc|cambrioleur", "étouffe",
	},
	help: []string{
		"aide|aider", "malade|mal|douleur|fièvre|vertige|vertiges|seule|triste|peur", "ne va pas|plus",
		"pas (très|trop|du|si) (tout) bien", "va pas|mal", "appelez|appeler|appelle|rappelez ~ (moi|me)", "appelez",
		"tombé|tombée|chute|chuté",
	},
	unclear: []string{
		"= (oui) ca va", "comme ci comme ça|ca", "qui etes|est", "fatigué|fatiguée", "= ca va ca va", "pas mal $",
	},
	stop: []string{
		"arrêtez|arretez|desinscrire|desabonner|arreter", "plus de messages|sms", "mauvais|faux numéro",
	},
	pause: []string{"en vacances", "vacances", "hôpital|hopital", "lhopital"},
}

var spanish = language{
	id:          "es",
	yes:         "si sí claro",
	good:        "bien bueno perfecto genial excelente estupendo",
	filler:      "todo esta estoy muy gracias buenos dias dia aqui me siento y usted yo con vamos nosotros señora señor hola",
	negators:    "nada nunca ningun ninguna nadie tampoco",
	contrast:    "pero excepto",
	goodPhrases: []string{"sin problema|problemas|novedad", "no me (puedo) quejo|quejar", "ningun problema"},
	urgent: []string{
		"socorro|auxilio|ayúdame|ayudame|ayudenme|ayúdeme|emergencia|ambulancia|policia|bomberos", "ayuda por|ya|urgente|rapido",
		"no ~ puedo ~ levantar*|respirar|mover*|hablar|parar*", "no respiro", "dolor ~ pecho|corazon|corazón",
		"pecho ~ dolor|duele|presion", "en el suelo|piso", "estoy ~ suelo|piso", "sangre|sangrando|sangro", "fuego|incendio|humo|quema",
		"morir|morirme|matar|matarme|suicid*|infarto|derrame|ladron|ladrones|ahogo",
	},
	help: []string{
		"ayuda|ayudar", "necesito", "mal|enfermo|enferma|dolor|duele|fiebre|mareo|mareada|mareado|triste|miedo|caí|caido|caida|caída",
		"llame|llamar|llámame|llamame|llamenme", "no ~ bien|bueno", "sola $", "me siento|estoy|encuentro mal|sola|solo|triste",
	},
	unclear: []string{"mas o menos", "asi asi", "regular", "quien es|eres", "cansada|cansado"},
	stop: []string{
		"no mas|más mensajes", "no ~ mensajes", "numero equivocado", "dejen ~ mandar|enviar", "parar",
	},
	pause: []string{"(de) vacaciones", "hospital", "de viaje"},
}

var portuguese = language{
	id:          "pt",
	yes:         "sim",
	good:        "bem bom otimo",
	filler:      "tudo estou esta muito obrigado obrigada bom dia aqui comigo",
	negators:    "nao não nada nunca sem ninguem nenhum",
	goodPhrases: []string{"sem problemas"},
	urgent: []string{
		"socorro|ajuda|emergencia", "não|nao ~ consigo|posso ~ levantar|respirar|mexer", "dor ~ peito", "no chão|chao",
		"sangue|sangrando|fogo|incendio|morrer",
	},
	help: []string{
		"não|nao (estou|esta|muito) bem", "mal|doente|dor|febre|triste|cai|caí|tontura|sozinha|sozinho", "ligue|ligar|telefone (me|para)",
	},
	unclear: []string{"mais ou menos"},
	pause:   []string{"ferias|férias", "no hospital"},
}

var italian = language{
	id:          "it",
	good:        "bene benissimo buono ottimo",
	filler:      "tutto sto va grazie mille molto buongiorno io qui tutti a posto",
	negators:    "niente mai nessuno senza non",
	goodPhrases: []string{"tutto a posto", "tutto ok"},
	urgent: []string{
		"aiuto|soccorso|emergenza|ambulanza", "non ~ riesco|posso ~ alzarmi|respirare|alzare|muovere", "dolore ~ petto",
		"per terra|sul pavimento", "sangue|fuoco|incendio|morire",
	},
	help: []string{
		"male|malato|malata|dolore|febbre|caduto|caduta|triste", "non ~ bene", "chiamami|chiamate|chiamatemi",
	},
	unclear: []string{"così così|cosi cosi"},
	pause:   []string{"in vacanza|ferie", "ospedale"},
}
