// What the city knows, in words.

const zone = { timeZone: "Europe/Amsterdam" };
const dayOf = new Intl.DateTimeFormat("nl-NL", { ...zone, weekday: "short", day: "numeric", month: "short" });
const timeOf = new Intl.DateTimeFormat("nl-NL", { ...zone, hour: "2-digit", minute: "2-digit" });

const words = {
  kind: {
    help: "vraagt hulp", urgent: "spoed", unclear: "antwoord onduidelijk", unreached: "geen antwoord", stop: "wil stoppen",
    hospital: "ligt in het ziekenhuis", outreach: "wil een gesprek", question: "heeft een vraag", called: "belde meer dan eens", incident: "storing",
    zwerfvuil: "Zwerfvuil", grofvuil: "Grofvuil of zakken naast de container", prullenbak: "Prullenbak vol of kapot",
    container: "Container vol of kapot", stoeptegel: "Losse stoeptegel", fietspad: "Fietspad kapot", onkruid: "Onkruid",
    "onkruid-groen": "Onkruid in het groen", groen: "Snoeien of maaien", boom: "Boom", verlichting: "Straatverlichting kapot",
    straatmeubilair: "Bankje, paal of bord kapot", speelplaats: "Speelplaats", put: "Put verstopt of kapot",
    gladheid: "Gladheid", graffiti: "Graffiti", hondenpoep: "Hondenpoep", fietswrak: "Fietswrak", dumping: "Dumping",
    overlast: "Overlast van mensen", ratten: "Ratten of ander ongedierte", "dood-dier": "Dood dier", overig: "Iets anders",
  },
  caseState: { open: "open", taken: "in behandeling", closed: "gesloten" },
  wellbeing: { ok: "gaat goed", help: "vraagt hulp", urgent: "spoed", unclear: "onduidelijk" },
  checkState: { open: "wacht op antwoord", answered: "beantwoord", unclear: "onduidelijk", unreached: "niet bereikt", missed: "niet gevraagd", ended: "gestopt" },
  outbox: {
    queued: "wacht", sending: "wordt verstuurd", unknown: "niet zeker", sent: "verstuurd", delivered: "aangekomen",
    failed: "mislukt", expired: "te laat", cancelled: "ingetrokken",
  },
  sort: { alarm: "Alarm voor", "check-in": "Vraag aan", reply: "Antwoord aan", broadcast: "Nieuws voor" },
};

function nameOf(id) {
  const owner = document.getElementById(`owner-${id}`);
  return owner ? owner.textContent : id;
}

function ownerOf(address) {
  const phone = document.querySelector(`[data-phone][data-address="${address}"]`);
  return phone ? nameOf(phone.dataset.phone) : "een ander";
}

function wijkOf(slug) {
  const button = document.querySelector(`#place button[data-wijk="${slug}"]`);
  return button ? button.textContent : slug;
}

function day(date) {
  return dayOf.format(new Date(`${date}T12:00:00`));
}

// Each list turns a row into a title, a line under it, and a badge.
const lists = {
  cases: (row) => ({
    title: row.person ? `${nameOf(row.person)} ${words.kind[row.kind]}` : `Zaak: ${words.kind[row.kind]}`,
    line: `Zaak ${row.id}, sinds ${timeOf.format(new Date(row.opened))}${row.owner ? `, bij ${nameOf(row.owner)}` : ""}`,
    badge: row.state === "closed" ? "gesloten" : `${row.severity === "red" ? "rood" : "oranje"}, ${words.caseState[row.state]}`,
    tone: row.state === "closed" ? "calm" : row.severity,
  }),
  checkins: (row) => ({
    title: nameOf(row.person),
    line: `${day(row.date)} ${row.slot}: ${row.delivered ? "aangekomen" : "nog niet aangekomen"}, ${row.life_sign ? "teken van leven" : "nog geen teken van leven"}`,
    badge: words.wellbeing[row.wellbeing] || words.checkState[row.state],
    tone: { ok: "good", help: "amber", urgent: "red", unclear: "amber" }[row.wellbeing] || { unreached: "red", missed: "red", unclear: "amber" }[row.state] || "calm",
  }),
  reports: (row) => ({
    title: `${row.number}. ${words.kind[row.kind]}, ${wijkOf(row.wijk)}`,
    line: `Klaar voor het einde van ${day(row.promised)}${row.reporters > 1 ? `, ${row.reporters} melders` : ""}`,
    badge: row.state === "closed" ? "opgelost" : "open",
    tone: row.state === "closed" ? "good" : "calm",
  }),
  outbox: (row) => ({
    title: `${words.sort[row.class]} ${ownerOf(row.to)}`,
    line: `via ${{ sms: "sms", voice: "telefoon", letter: "brief" }[row.channel] || "Telegram"}${row.attempts > 1 ? `, ${row.attempts} keer geprobeerd` : ""}`,
    badge: words.outbox[row.state],
    tone: { sent: "good", delivered: "good", queued: "calm", sending: "calm", cancelled: "calm" }[row.state] || "red",
  }),
};

const most = 12;

function line(content) {
  const row = document.createElement("p");
  row.className = `row ${content.tone}`;
  const text = document.createElement("span");
  const title = document.createElement("strong");
  title.textContent = content.title;
  text.append(title);
  if (content.line) {
    const small = document.createElement("small");
    small.textContent = content.line;
    text.append(small);
  }
  const badge = document.createElement("b");
  badge.textContent = content.badge;
  row.append(text, badge);
  return row;
}

// showCity draws the lists that changed, the latest row first.
export function showCity(city) {
  for (const [name, tell] of Object.entries(lists)) {
    const section = document.querySelector(`[data-list="${name}"]`);
    const rows = city[name];
    const shape = JSON.stringify(rows);
    if (section.shape === shape) {
      continue;
    }
    section.shape = shape;
    section.querySelector(".count").textContent = rows.length;
    section.classList.toggle("empty", rows.length === 0);
    section.querySelector(".rows").replaceChildren(...rows.slice(-most).reverse().map((row) => line(tell(row))));
  }
}
