// The page of the sandbox: it shows what the server sends and sends what is
// tapped. It decides nothing about the city.
import { showPhone, bindPhone } from "./phones.js";
import { showCity } from "./city.js";

const notice = document.getElementById("notice");

// post sends JSON and tells on the page why it was refused.
export async function post(path, body) {
  notice.textContent = "";
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const result = await answer.json();
    if (!answer.ok) {
      notice.textContent = result.error;
    }
    return answer.ok ? result : null;
  } catch {
    notice.textContent = "De stad geeft geen antwoord. Draait het programma nog?";
    return null;
  }
}

// The clock: the server tells the time now and then, and it runs on here.
let cityTime = 0;
let toldAt = 0;

function tellTime(rfc3339) {
  cityTime = Date.parse(rfc3339);
  toldAt = performance.now();
  document.getElementById("clock").dateTime = rfc3339;
  showTime();
}

const zone = { timeZone: "Europe/Amsterdam" };
const dayOf = new Intl.DateTimeFormat("nl-NL", { ...zone, weekday: "long", day: "numeric", month: "long" });
const timeOf = new Intl.DateTimeFormat("nl-NL", { ...zone, hour: "2-digit", minute: "2-digit" });

function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function showTime() {
  if (!cityTime) {
    return;
  }
  const now = new Date(cityTime + performance.now() - toldAt);
  const clock = timeOf.format(now);
  setText(document.getElementById("clock-day"), dayOf.format(now));
  setText(document.getElementById("clock-time"), clock);
  for (const mini of document.querySelectorAll("[data-mini]")) {
    setText(mini, clock);
  }
}

async function moveClock(button) {
  const [first, second] = button.dataset.clock.split(" ");
  const body = first === "next" ? { next: second } : { advance: first };
  const buttons = document.querySelectorAll("[data-clock]");
  document.body.classList.add("moving");
  for (const b of buttons) {
    b.setAttribute("aria-disabled", "true");
  }
  const moment = await post("/sandbox/clock", body);
  if (moment) {
    tellTime(moment.now);
  }
  document.body.classList.remove("moving");
  for (const b of buttons) {
    b.removeAttribute("aria-disabled");
  }
}

for (const button of document.querySelectorAll("[data-clock]")) {
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-disabled") !== "true") {
      moveClock(button);
    }
  });
}

// The scenes: which phones are on the stage.
for (const button of document.querySelectorAll("[data-show]")) {
  button.addEventListener("click", () => {
    document.body.dataset.scene = button.dataset.show;
    for (const other of document.querySelectorAll("[data-show]")) {
      other.setAttribute("aria-pressed", String(other === button));
    }
    for (const list of document.querySelectorAll(".messages")) {
      list.scrollTop = list.scrollHeight;
    }
  });
}

// What is wrong with the providers.
const faultForm = document.querySelector(".faults form");
faultForm.addEventListener("change", () => {
  post("/sandbox/faults", Object.fromEntries(new FormData(faultForm)));
});

function showFaults(faults) {
  const names = { telegram: "Telegram", sms: "Sms" };
  const words = { down: "ligt eruit", 429: "te druk" };
  const wrong = [];
  for (const [key, name] of Object.entries(names)) {
    faultForm.elements[key].value = faults[key];
    if (faults[key] !== "ok") {
      wrong.push(`${name} ${words[faults[key]]}`);
    }
  }
  setText(document.getElementById("fault-state"), wrong.join(", ") || "Alles werkt");
  document.querySelector(".faults").classList.toggle("broken", wrong.length > 0);
}

for (const phone of document.querySelectorAll("[data-phone]")) {
  bindPhone(phone);
}

const live = new EventSource("/sandbox/live");
live.addEventListener("message", (event) => {
  const { clock, scene } = JSON.parse(event.data);
  tellTime(clock);
  scene.phones.forEach(showPhone);
  showFaults(scene.faults);
  showCity(scene.city);
  document.body.dataset.live = "yes";
});
setInterval(showTime, 1000);
